/** The order of the suites on servers: what failed, then what took longest; where nothing was measured yet, what mostly waits. */
const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Processes and servers that are started, killed and waited for: such a suite begun last would run on when all else is done. */
const WAITS = /\b(?:PrivateServer|startPrivateServers|Installation|GatekeeperProcess)\b/;

module.exports = class WaitingFirst extends Sequencer {
  /** @param {Parameters<Sequencer['sort']>[0]} tests */
  sort(tests) {
    const sorted = super.sort(tests);
    /** @param {(typeof sorted)[number]} test */
    const goesFirst = ({ path, duration }) =>
      duration === undefined && WAITS.test(readFileSync(path, 'utf8'));
    return [...sorted.filter(goesFirst), ...sorted.filter((test) => !goesFirst(test))];
  }
};
