/** How many timelines are read at once: enough that few statements are sent, few enough that none is long. */
const CHUNK = 500;

/** A list in parts that follow one another. */
export function* inChunks<Item>(items: readonly Item[], size: number = CHUNK): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
