/** One failing test kills a mutant: the tests after it are skipped. */
const { TestEnvironment } = require('jest-environment-node');

class StopsAtFirstFailure extends TestEnvironment {
  hasFailed = false;

  /** @param {{ readonly name: string, readonly test?: { mode?: string } }} event */
  handleTestEvent(event) {
    if (event.name === 'test_fn_failure') this.hasFailed = true;
    else if (event.name === 'test_start' && this.hasFailed && event.test !== undefined)
      event.test.mode = 'skip';
  }
}

module.exports = StopsAtFirstFailure;
