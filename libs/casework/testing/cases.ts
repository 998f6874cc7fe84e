/** Cases, facts and moments for the tables of steps: under the texts that ship, Linfen's blanks filled in. */
import type { DayText, Instant, MomentText } from '@gatekeeper/calendar';
import { isDayText, isMomentText, instantIn, recordedFacts } from '@gatekeeper/calendar';
import type { RegistrationRecord, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { loadPolicy, officialWorkingDays } from '@gatekeeper/wire';
import { LINFEN_VALUES } from '../../../test/regulation/linfen-filled';
import type { Answer, Opened, StepRefused, StepTaken } from '../answer';
import { isNumbered, isRefused, recordHead } from '../answer';
import type { CaseFile } from '../case-file';
import { next } from '../next';
import type { Role } from '../roles';
import { ROLES } from '../roles';
import { governingTexts } from '../terms';
import type { Terms } from '../terms';
import type { Asked, NotBrought, Opening, Step, StepRule } from '../workflow';
import { isNotBrought } from '../workflow';

const loaded = loadPolicy({ values: new Map([['linfen', new Map(Object.entries(LINFEN_VALUES))]]) });

/** @throws where it is no day. */
export function day(written: string): DayText {
  if (!isDayText(written)) throw new Error(`${written} is no day`);
  return written;
}

/** @throws where it is no time. */
export function momentOf(written: string): MomentText {
  if (!isMomentText(written)) throw new Error(`${written} is no time`);
  return written;
}

export const at = (written: string): Instant => instantIn(momentOf(written));

/** What governs an area at a moment. @throws where nothing does. */
export function termsOf(area: string, now: Instant = at('2026-03-02 09:00:00')): Terms {
  if (!loaded.ok) throw new Error('the packs that ship do not load');
  const texts = governingTexts(loaded.value.policy, area, now);
  const pack = texts === null ? undefined : loaded.value.packs.get(texts[0].edition.pack.name);
  if (texts === null || pack === undefined) throw new Error(`no text governs ${area}`);
  return { pack, texts, parameters: texts[0].parameters, calendar: officialWorkingDays };
}

export const HOSPITAL = 'H1';
export const DOCTOR = 'D1';
export const LINFEN = '141000';
export const HAIKOU = '460100';
export const GUANGZHOU = '440100';

/** A case about a doctor at a hospital. */
export const caseOf = <Data extends object>(
  data: Data,
  more: Partial<Omit<CaseFile, 'data'>> & Pick<CaseFile, 'kind' | 'state'>,
): CaseFile<Data> => ({
  caseId: 'c1',
  version: 1,
  fixmedinsCode: HOSPITAL,
  clinicianCode: DOCTOR,
  area: LINFEN,
  pack: 'linfen',
  documentNo: null,
  proposedBy: null,
  withdrawnBy: null,
  openedAt: at('2026-01-05 09:00:00'),
  changedAt: at('2026-01-05 09:00:00'),
  ...more,
  data,
});

/** Everything on file of a subject. */
export const timelineOf = (...records: readonly RegistryRecord[]): SubjectTimeline => ({
  subject: DOCTOR,
  version: records.length,
  records: recordedFacts(records),
});

const KNOWN = {
  recordedAt: at('2024-01-01'),
  receivedAt: null,
  knownFrom: at('2024-01-01'),
  supersedes: null,
};

export const registration = (more: Partial<RegistrationRecord> = {}): RegistrationRecord => ({
  ...KNOWN,
  recordId: 'r1',
  kind: 'registration',
  code: DOCTOR,
  fixmedinsCode: HOSPITAL,
  mainSite: true,
  from: at('2024-01-01'),
  until: at('2200-01-01'),
  committedOn: null,
  certificateUntil: at('2026-07-01'),
  ...more,
});

/** The moment of a step, but for what differs. */
export const asked = <Body extends object>(
  body: Body,
  more: Partial<Omit<Asked<Body>, 'body'>> = {},
): Asked<Body> => {
  const now = more.now ?? at('2026-03-02 09:00:00');
  return {
    body,
    actor: 'somebody',
    roles: [],
    now,
    terms: termsOf(LINFEN, now),
    head: recordHead('c1', 2, now),
    facts: {},
    ...more,
  };
};

const NUMBER = '号1';

/** What a step leads to, numbered; or the name by which it is refused. @throws where a fact was not given. */
export function taken<Data extends object, Body extends object>(
  step: Step<Data, Body>,
  file: CaseFile<Data>,
  moment: Asked<Body>,
): StepTaken<Data> | string {
  const answer = given(step.act(file, moment));
  if (isRefused(answer)) return answer.refused;
  return isNumbered(answer) ? { documentNo: NUMBER, ...answer.numbered(NUMBER) } : answer;
}

/** The same of an opening. */
export function opened<Data extends object, Body extends object>(
  opening: Opening<Data, Body>,
  moment: Asked<Body>,
): Opened<Data> | string {
  const answer = given(opening.act(moment));
  return isRefused(answer) ? answer.refused : answer;
}

function given<A extends Answer<object> | StepRefused>(answer: A | NotBrought): A {
  if (isNotBrought(answer)) throw new Error(`not given: ${answer.notBrought.join(', ')}`);
  return answer;
}

/** The state in which a case then is, or the name of the refusal. */
export const endsIn = (
  { to }: { readonly to: readonly [string, ...string[]] },
  answer: { readonly state?: string } | string,
): string => (typeof answer === 'string' ? answer : (answer.state ?? to[0]));

const PROPOSER = 'who proposed';

/**
 * What may be done in each state, and by whom: each role is asked for alone, somebody else having proposed. A step that only one who did
 * not propose may take ends with `2nd`; after `alone:` those who may take it in an emergency, too.
 */
export const mayBeTaken = (
  states: readonly string[],
  steps: Readonly<Record<string, StepRule>>,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    states.map((state) => [
      state,
      Object.keys(steps).flatMap((event) => {
        const asks = (id: string, role: Role) =>
          next(steps, { state, proposedBy: PROPOSER, withdrawnBy: null }, { id, roles: [role] }).find(
            (step) => step.event === event,
          );
        const may = ROLES.filter((role) => asks('another', role)?.obstacle === null);
        const alone = ROLES.filter((role) => asks(PROPOSER, role)?.inEmergency === true);
        const isOfTwo = may.some((role) => asks(PROPOSER, role)?.obstacle === 'second_person_needed');
        if (may.length === 0) return [];
        return [
          [
            event,
            ...may,
            ...(isOfTwo ? ['2nd'] : []),
            ...(alone.length > 0 ? ['alone:', ...alone] : []),
          ].join(' '),
        ];
      }),
    ]),
  );
