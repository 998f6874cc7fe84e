import { readFileSync } from 'node:fs';
import type { Policy } from '@gatekeeper/policy';
import { messageOf, SettingsError } from '@gatekeeper/runtime';
import { loadPolicy, parsePackMap } from '@gatekeeper/wire';

/**
 * The packs that ship, bound to the map of the file `PACK_MAP`, or to the default.
 * @throws SettingsError naming the file, the field and the reason.
 */
export function readPolicy(packMapFile: string | undefined): Policy {
  const map = packMapFile === undefined ? undefined : parsePackMap(readText(packMapFile));
  const loaded = map !== undefined && !map.ok ? map : loadPolicy(map === undefined ? {} : { map: map.value });
  if (loaded.ok) return loaded.value.policy;
  throw new SettingsError(
    loaded.problems.map(
      ({ field, reason }) =>
        `PACK_MAP${packMapFile === undefined ? '' : ` (${packMapFile})`}: ${field} ${reason}`,
    ),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError([`PACK_MAP: cannot read ${file}: ${messageOf(error)}`]);
  }
}
