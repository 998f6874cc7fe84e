declare module 'lz4js' {
  /** Unpacks one block into `into` from `at` on, looking back into what lies before. @returns where it ended. */
  export function decompressBlock(
    packed: Uint8Array,
    into: Uint8Array,
    from: number,
    length: number,
    at: number,
  ): number;
}

declare module 'snappyjs' {
  /** @throws where the bytes are no block of Snappy, or unpack to more than `longest`. */
  export function uncompress(packed: Buffer, longest?: number): Buffer;
}
