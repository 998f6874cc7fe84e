/** What every workflow keeps to, read off the definitions. */
import { CASE_OPERATIONS } from '../case-operations';
import { EmergencyBody } from '../case-bodies';
import { ANNULLED } from '../workflow';
import { WORKFLOWS } from './all';

describe.each(WORKFLOWS.map((of) => [of.path, of] as const))('%s', (_, { states, opening, steps }) => {
  it('names each of its states once, and no step leads from or to another', () => {
    const used = [...opening.to, ...steps.flatMap(({ from, to }) => [...from, ...to])];
    expect(new Set(states).size).toBe(states.length);
    expect(used.filter((state) => !states.includes(state))).toEqual([]);
  });

  it('comes into every state from its opening', () => {
    const reached = new Set<string>(opening.to);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const { from, to } of steps)
        if (from.some((state) => reached.has(state))) to.forEach((state) => reached.add(state));
    }
    // An act of one person may be taken back from every state.
    const alone = steps.some(({ inEmergency }) => inEmergency !== undefined);
    expect(states.filter((state) => !reached.has(state))).toEqual(alone ? [ANNULLED] : []);
  });

  it('has one step of each name', () => {
    const names = steps.map(({ event }) => event);
    expect(new Set(names).size).toBe(names.length);
  });

  it('takes the reason of an emergency where a step may be taken alone, and nowhere else', () => {
    const takesReason = steps.filter(({ body }) => new body() instanceof EmergencyBody);
    const alone = steps.filter(({ inEmergency }) => inEmergency !== undefined);
    expect(takesReason).toEqual(alone);
    expect(
      alone.filter(({ movesMoney, writesRecords }) => movesMoney !== true || writesRecords !== true),
    ).toEqual([]);
  });

  it('proposes before a second person decides', () => {
    const proposing = opening.proposes === true ? opening.to : [];
    const waiting = new Set([
      ...proposing,
      ...steps.filter(({ proposes }) => proposes === true).flatMap(({ to }) => to),
    ]);
    const unproposed = steps.filter(
      ({ movesMoney, from }) => movesMoney === true && !from.every((state) => waiting.has(state)),
    );
    expect(unproposed.map(({ event }) => event)).toEqual([]);
  });
});

it('every step is an operation, and so is what an emergency brings with it', () => {
  const operations = Object.keys(CASE_OPERATIONS);
  const missing = WORKFLOWS.flatMap(({ kind, steps }) => steps.map(({ event }) => `${kind}.${event}`)).filter(
    (name) => !operations.includes(name),
  );
  expect(missing).toEqual([]);
  expect(operations.filter((name) => name.endsWith('.annul_emergency')).sort()).toEqual([
    'department_status.annul_emergency',
    'exemption.annul_emergency',
    'institution_status.annul_emergency',
    'sanction.annul_emergency',
  ]);
});
