/**
 * Every spec of a round as one test file: the libs are loaded once for each mutant, not once for each spec.
 * A spec that does not even load with the mutant in place has noticed it: that is a failing test like any other.
 */
const { asked, specsOf } = require('./scopes');

const { lib, round } = asked();

for (const spec of specsOf(lib, round)) {
  try {
    require(spec);
  } catch (error) {
    it(`${spec} loads`, () => {
      throw error;
    });
    break;
  }
}
