import { validateSync } from 'class-validator';
import { WORKFLOWS } from './workflows/all';

/** What approving writes is known while it waits only where the second person has nothing to add. */
const ADDED_TO = ['department_status.assess'];

describe('a step that waits for a second person, and writes to the registry', () => {
  const steps = WORKFLOWS.flatMap(({ kind, steps: all }) =>
    all
      .filter(({ movesMoney, writesRecords }) => movesMoney === true && writesRecords === true)
      .map((step) => ({ name: `${kind}.${step.event}`, step })),
  );

  it('is one of each kind of case that changes lines', () => {
    expect(new Set(steps.map(({ name }) => name.split('.')[0]))).toEqual(
      new Set([
        ...['sanction', 'appeal', 'dispute', 'repair', 'restoration', 'exemption', 'exit'],
        ...['institution_status', 'department_status', 'assessment', 'certificate_renewal', 'qualification'],
      ]),
    );
  });

  it.each(steps)('$name is composed beforehand, unless the second person adds to it', ({ name, step }) => {
    const isKnown = validateSync(new step.body(), { forbidUnknownValues: false }).length === 0;
    expect(isKnown).toBe(!ADDED_TO.includes(name));
  });
});
