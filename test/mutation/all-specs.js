/**
 * Every spec of the mutated lib as one test file: the libs are loaded once for each mutant, not once for each spec.
 * A spec that does not even load with the mutant in place has noticed it: that is a failing test like any other.
 */
const { mutatedLib, specsOf } = require('./scopes');

for (const spec of specsOf(mutatedLib())) {
  try {
    require(spec);
  } catch (error) {
    it(`${spec} loads`, () => {
      throw error;
    });
    break;
  }
}
