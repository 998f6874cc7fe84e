import type { Health } from '@gatekeeper/runtime';

/** The process works, and should be given no work: some of its parts fail. */
export class NotReady extends Error {
  constructor(readonly parts: Health['parts']) {
    super('not ready');
    this.name = 'NotReady';
  }
}
