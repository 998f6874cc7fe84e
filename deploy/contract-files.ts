/** The files of the contract that are made from the code: their names and texts. */
import { MESSAGE_NAMES, messageSchema } from '@gatekeeper/wire';
import { asyncApi } from './async-api';

const textOf = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

/** By name, each as it is checked in under `libs/wire/contract`. */
export const contractFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...MESSAGE_NAMES.map((name): readonly [string, string] => [
      `${name}.schema.json`,
      textOf(messageSchema(name)),
    ]),
    ['asyncapi.json', textOf(asyncApi())],
  ]);
