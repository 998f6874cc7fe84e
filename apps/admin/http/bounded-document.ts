/**
 * What holds for the whole document and is therefore said in one place: its tags, where it is served, the headers that tell how many
 * requests are left, and that no text is endless or has control characters that the app would neither take nor send.
 */
import type { OpenAPIObject } from '@nestjs/swagger';

const LONGEST_TEXT = 4_000;
const LONGEST_FILE = 100_000_000;
const MOST_ITEMS = 10_000;
/** No NUL and no other control character but those that end or indent a line. */
const PRINTS = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$';

const counted = (description: string) => ({
  description,
  schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 },
});

const LIMIT_HEADERS = {
  'RateLimit-Limit': counted('Requests a minute（每分钟请求数上限）'),
  'RateLimit-Remaining': counted('Requests left（剩余请求数）'),
  'RateLimit-Reset': counted('Seconds until the count begins anew（距重新计数的秒数）'),
};
const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait（需等待的秒数）',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 3_600 },
  },
};

/** The registry is for agencies and institutions, not for the public at large. */
const SAME_SITE = { url: '/', 'x-internal': true };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document with all of that in it. */
export function boundedDocument(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [
      path,
      path.startsWith('/v1/') ? limited(item) : item,
    ]),
  );
  const bounded = bound({ ...document, paths });
  const tags = [...new Set(tagsOf(paths))].sort().map((name) => ({ name }));
  return { ...document, ...bounded, tags, servers: [SAME_SITE] };
}

const tagsOf = (paths: OpenAPIObject['paths']): readonly string[] =>
  Object.values(paths).flatMap((item) =>
    Object.values(item as Json).flatMap((operation) =>
      isObject(operation) && Array.isArray(operation['tags']) ? (operation['tags'] as string[]) : [],
    ),
  );

/** Every answer of 2xx and 4xx tells how many requests are left. */
function limited<Item>(item: Item): Item {
  const operations = Object.entries(item as Json).map(([method, operation]) => {
    if (!isObject(operation) || !isObject(operation['responses'])) return [method, operation];
    const responses = Object.entries(operation['responses']).map(([status, response]) =>
      /^[24]/.test(status) && isObject(response)
        ? [status, { ...response, headers: headersOf(status, response) }]
        : [status, response],
    );
    return [method, { ...operation, responses: Object.fromEntries(responses) as Json }];
  });
  return Object.fromEntries(operations) as Item;
}

const headersOf = (status: string, { headers }: Json): Json => ({
  ...(isObject(headers) ? headers : {}),
  ...LIMIT_HEADERS,
  ...(status === '429' ? RETRY_AFTER : {}),
});

/** The same value with bounds where a schema of text or of a list has none. */
function bound<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(bound) as Value;
  if (!isObject(value)) return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, bound(member)]));
  return { ...boundsOf(inside), ...inside } as Value;
}

function boundsOf(schema: Json): Json {
  if (isOfType(schema, 'string')) return boundsOfText(schema);
  return isOfType(schema, 'array') && 'items' in schema ? { maxItems: MOST_ITEMS } : {};
}

function boundsOfText(schema: Json): Json {
  if ('enum' in schema || 'const' in schema) return {};
  if (schema['format'] === 'binary') return { maxLength: LONGEST_FILE };
  return 'format' in schema || 'pattern' in schema
    ? { maxLength: LONGEST_TEXT }
    : { maxLength: LONGEST_TEXT, pattern: PRINTS };
}

const isOfType = ({ type }: Json, name: string): boolean =>
  type === name || (Array.isArray(type) && type.includes(name));
