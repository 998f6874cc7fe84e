import { next, obstacleInEmergency, obstacleTo } from './next';
import type { Obstacle, StandingCase } from './next';
import type { Role } from './roles';
import type { StepRule } from './workflow';

const TITLE = { en: 'A step', zh: '步骤' };
const plain: StepRule = { title: TITLE, from: ['open'], to: ['done'], roles: ['registrar'] };
const written: StepRule = { ...plain, writesRecords: true };
const money: StepRule = { ...written, movesMoney: true, roles: ['reviewer'] };
const urgent: StepRule = { ...money, inEmergency: { alsoBy: ['scorer'] } };

const OPEN: StandingCase = { state: 'open', proposedBy: 'first', withdrawnBy: null };

describe('what keeps somebody from a step', () => {
  it.each<[string, StepRule, Partial<StandingCase>, string, Role, Obstacle | null, Obstacle | null]>([
    ['nothing', plain, {}, 'second', 'registrar', null, null],
    ['the state', plain, { state: 'done' }, 'second', 'registrar', 'wrong_state', 'wrong_state'],
    ['the role', plain, {}, 'second', 'scorer', 'not_ones_role', 'not_ones_role'],
    ['nothing, of a step without records', plain, { withdrawnBy: 'r9' }, 'second', 'registrar', null, null],
    ['a withdrawal', written, { withdrawnBy: 'r9' }, 'second', 'registrar', 'withdrawn', 'withdrawn'],
    [
      'the state before it',
      written,
      { state: 'x', withdrawnBy: 'r9' },
      'a',
      'expert',
      'wrong_state',
      'wrong_state',
    ],
    ['a withdrawal before the role', written, { withdrawnBy: 'r9' }, 'a', 'expert', 'withdrawn', 'withdrawn'],
    ['nothing, as the second', money, {}, 'second', 'reviewer', null, null],
    ['having proposed it', money, {}, 'first', 'reviewer', 'second_person_needed', 'second_person_needed'],
    [
      'nobody proposed',
      money,
      { proposedBy: null },
      'second',
      'reviewer',
      'second_person_needed',
      'second_person_needed',
    ],
    ['a role of emergencies', urgent, {}, 'second', 'scorer', 'only_in_emergency', null],
    ['having proposed what cannot wait', urgent, {}, 'first', 'reviewer', 'second_person_needed', null],
    ['a role that never takes it', urgent, {}, 'second', 'registrar', 'not_ones_role', 'not_ones_role'],
    [
      'a withdrawal of what cannot wait',
      urgent,
      { withdrawnBy: 'r9' },
      'second',
      'scorer',
      'withdrawn',
      'withdrawn',
    ],
  ])('%s', (_, step, more, id, role, ordinary, alone) => {
    const file = { ...OPEN, ...more };
    expect(obstacleTo(step, file, { id, roles: [role] })).toBe(ordinary);
    expect(obstacleInEmergency(step, file, { id, roles: [role] })).toBe(alone);
  });

  it('what comes next is told in the order of the workflow, whoever asks', () => {
    const steps = { confirm: urgent, close: { ...plain, from: ['done'] } as const, note: plain };
    expect(next(steps, OPEN, { id: 'first', roles: ['scorer'] })).toEqual([
      {
        event: 'confirm',
        title: TITLE,
        roles: ['reviewer'],
        obstacle: 'only_in_emergency',
        inEmergency: true,
      },
      { event: 'note', title: TITLE, roles: ['registrar'], obstacle: 'not_ones_role', inEmergency: false },
    ]);
  });
});
