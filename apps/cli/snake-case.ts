/** Fields as everything on the wire names them (CONTRACT 0). */

/** The same data with the keys of its objects in `snake_case`; what they hold stays. */
export function snakeKeyed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(snakeKeyed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [snakeCase(key), snakeKeyed(value)]));
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
