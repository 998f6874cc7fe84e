/** Makes a workflow of the casework lib run here: its bodies become classes that are checked at the door, its facts are brought, its number taken. */
import type * as casework from '@gatekeeper/casework';
import { isNotBrought, isNumbered, isRefused, keptData } from '@gatekeeper/casework';
import type { Answer, CaseFile, NotBrought, StepRefused, StepTaken } from '@gatekeeper/casework';
import { Defect } from '@gatekeeper/runtime';
import { foldCode } from '@gatekeeper/vocabulary';
import { factsFor } from './bring-facts';
import { caseRead } from './read-case-data';
import type { BodyClass, Moment, Opening, Step, Workflow } from './workflow';

/** The class of each step's body, by event: one that does not state what its step reads does not compile. */
export type ClassesOf<Bodies extends { readonly [Event in keyof Bodies]: object }> = {
  readonly [Event in keyof Bodies]: BodyClass<Bodies[Event]>;
};

/** @param opens the class of the body that opens a case @param bodies the classes of what its steps are told */
export function bound<
  Data extends object,
  Opens extends object,
  Bodies extends { readonly [Event in keyof Bodies]: object },
>(of: casework.Workflow<Data, Opens, Bodies>, opens: BodyClass<Opens>, bodies: ClassesOf<Bodies>): Workflow {
  const { path, title, states, data } = of;
  const isEvent = (name: string): name is Extract<keyof Bodies, string> => Object.hasOwn(of.steps, name);
  const steps = Object.keys(of.steps)
    .filter(isEvent)
    .map((event) => boundStep(of, event, bodies[event]));
  return { kind: data.kind, path, title, states, opening: boundOpening(of.data, of.opening, opens), steps };
}

function boundOpening<Data extends object, Body extends object>(
  of: casework.CaseData<Data>,
  opening: casework.Opening<Data, Body>,
  body: BodyClass<Body>,
): Opening {
  const { parties, line, needs, act, ...rule } = opening;
  return {
    ...rule,
    body,
    parties: (said) => parties(instanceOf(body, said)),
    act: async (moment) => {
      const said = instanceOf(body, moment.body);
      const { fixmedinsCode, clinicianCode } = parties(said);
      const about = {
        fixmedinsCode: foldCode(fixmedinsCode),
        clinicianCode: clinicianCode === null ? null : foldCode(clinicianCode),
        line: line?.(said) ?? null,
      };
      const facts = await factsFor(needs, about, moment.reads);
      const answer = answered(`${of.kind}.open`, act(askedOf(moment, said, facts)));
      return isRefused(answer) ? answer : { ...answer, data: keptData(of, answer.data) };
    },
  };
}

function boundStep<
  Data extends object,
  Opens extends object,
  Bodies extends { readonly [Event in keyof Bodies]: object },
  Event extends Extract<keyof Bodies, string>,
>(of: casework.Workflow<Data, Opens, Bodies>, event: Event, body: BodyClass<Bodies[Event]>): Step {
  const { line, needs, act, ...rule } = of.steps[event];
  return {
    ...rule,
    event,
    body,
    act: async (before, moment) => {
      const file = caseRead(of.data, before);
      const said = instanceOf(body, moment.body);
      const facts = await factsFor(needs, { ...file, line: line?.(file) ?? null }, moment.reads);
      const answer = answered(`${of.data.kind}.${event}`, act(file, askedOf(moment, said, facts)));
      if (isRefused(answer)) return answer;
      return keptAnswer(of.data, file, await numbered(answer, file, moment));
    },
  };
}

/** What the door has checked is an instance of its class. @throws a defect for anything else. */
function instanceOf<Body extends object>(body: BodyClass<Body>, said: object): Body {
  if (!(said instanceof body)) throw new Defect(`a body of ${body.name} was not checked`);
  return said;
}

const askedOf = <Body extends object>(
  { actor, roles, now, terms, recordHead: head }: Moment<object>,
  body: Body,
  facts: Partial<casework.Facts>,
): casework.Asked<Body> => ({ body, actor, roles, now, terms, head, facts });

/** @throws a defect where a fact was not brought. */
function answered<Answered extends object>(name: string, answer: Answered | NotBrought): Answered {
  if (isNotBrought(answer))
    throw new Defect(`${name} was not brought what it needs: ${answer.notBrought.join(', ')}`);
  return answer;
}

/** An answer completed with the number it asks for: it becomes that of the case. */
async function numbered<Data extends object>(
  answer: Exclude<Answer<Data>, StepRefused>,
  { area }: CaseFile,
  { reads }: Moment<object>,
): Promise<StepTaken<Data>> {
  if (!isNumbered(answer)) return answer;
  const documentNo = await reads.takeDocumentNo(area);
  return { documentNo, ...answer.numbered(documentNo) };
}

/** The data as it is written, all of it: what was read from an earlier version is written as the latest. */
const keptAnswer = <Data extends object>(
  of: casework.CaseData<Data>,
  file: CaseFile<Data>,
  { data, ...taken }: StepTaken<Data>,
): StepTaken<object> => ({ ...taken, data: keptData(of, { ...file.data, ...data }) });
