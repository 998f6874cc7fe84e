/** What becomes of single lines on an installation: each is sent to the stream, and its decision looked for on the topic. */
import type { Stated } from './answers';
import { statedOn } from './answers';
import type { GatekeeperProcess } from './gatekeeper-process';
import type { Installation } from './installation';
import { lineRow } from './rows';

export class LinesDecided {
  private sent = 0;

  constructor(
    private readonly installation: Installation,
    private readonly gatekeeper: GatekeeperProcess,
  ) {}

  /** Sends one line, of a visit of its own, and waits for it. @throws where it was not decided but held or set aside. */
  async decide(fields: Readonly<Record<string, unknown>>): Promise<Stated> {
    this.sent += 1;
    const visit = `V-${this.sent}`;
    await this.installation.produce([{ key: visit, value: lineRow({ ...fields, mdtrt_id: visit }) }]);
    await this.installation.drained(this.gatekeeper);
    const found = statedOn(await this.installation.read('decisions')).find(
      (decision) => (decision['line'] as Stated)['mdtrt_id'] === visit,
    );
    if (found === undefined) throw new Error(`no decision on ${JSON.stringify(fields)}`);
    return found;
  }
}
