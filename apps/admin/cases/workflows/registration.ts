/**
 * Registration at a site (登记备案; hainan-2022 art. 7 to 9; guangdong-2025 art. 12 to 21; N34 art. 16 to 21): the institution applies,
 * the registrar registers. A change of workplace is a registration at the new site beside a leaving at the old one.
 */
import { PersonView } from '@gatekeeper/adjudication';
import { heldAt, OPEN_END, startOfDay, nextDay } from '@gatekeeper/calendar';
import { particularsIn, statesAny } from '@gatekeeper/casework';
import type { Particulars } from '@gatekeeper/casework';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { CLINICIAN_CATEGORIES, foldCode, knownNow } from '@gatekeeper/vocabulary';
import type { ClinicianCategory } from '@gatekeeper/vocabulary';
import { changeHandledBy } from '@gatekeeper/scoring';
import { dayAt } from '@gatekeeper/calendar';
import { CodeField, DayField, FlagField, OneOfField, TextField } from '../../http/fields';
import { ParticularsBody } from '../../particulars/particulars-body';
import { NothingBody, ReasonsBody } from '../case-bodies';
import type { CaseFile } from '../case-file';
import type { Moment, StepRefused, StepTaken } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { dayIn, startOf } from './written-days';

export class OpenRegistrationBody extends ParticularsBody {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;

  @TextField({ max: 50 })
  name!: string;

  @OneOfField(CLINICIAN_CATEGORIES)
  category!: ClinicianCategory;

  @FlagField({ description: 'The main site of practice（主要执业机构）' })
  main_site!: boolean;

  @DayField()
  from!: string;

  @DayField({ optional: true, description: 'The day of the service commitment（服务承诺日期）' })
  committed_on?: string;

  @DayField({ optional: true, description: 'Until when the certificate or agreement is valid（有效期至）' })
  certificate_until?: string;
}

export interface RegistrationData {
  readonly name: string;
  readonly category: ClinicianCategory;
  readonly main_site: boolean;
  readonly from: string;
  readonly committed_on: string | null;
  readonly certificate_until: string | null;
  /** `null`: the application states nothing of the practice. Absent in applications from before it could. */
  readonly particulars?: Particulars | null;
}

type File = CaseFile<RegistrationData>;
const step = stepsOf<RegistrationData>();

export const REGISTRATION = workflow<RegistrationData, OpenRegistrationBody>({
  kind: 'registration',
  path: 'registration-cases',
  title: { en: 'Registrations', zh: '登记备案' },
  states: ['applied', 'registered', 'refused'],
  opening: {
    title: { en: 'Apply for a registration', zh: '申请登记备案' },
    roles: ['institution_office'],
    reach: 'institution',
    entersPerson: true,
    body: OpenRegistrationBody,
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: (moment) => Promise.resolve(opened(moment)),
  },
  steps: [
    step({
      event: 'register',
      title: { en: 'Register', zh: '登记备案' },
      from: ['applied'],
      to: ['registered'],
      roles: ['registrar'],
      body: NothingBody,
      writesRecords: true,
      act: registered,
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the registration', zh: '不予登记' },
      from: ['applied'],
      to: ['refused'],
      roles: ['registrar'],
      body: ReasonsBody,
      act: () => Promise.resolve({ met: ['handle'] }),
    }),
  ],
});

function opened({ body, terms, now }: Moment<OpenRegistrationBody>) {
  const particulars = particularsIn(body);
  const data: RegistrationData = {
    name: body.name,
    category: body.category,
    main_site: body.main_site,
    from: body.from,
    committed_on: body.committed_on ?? null,
    certificate_until: body.certificate_until ?? null,
    particulars: statesAny(particulars) ? particulars : null,
  };
  const handledBy = changeHandledBy(dayAt(now), terms.parameters, terms.calendar);
  return { data, deadlines: [{ name: 'handle', lastDay: handledBy, borneBy: 'registrar' as const }] };
}

async function registered(
  file: File,
  { terms, reads, now, head }: Moment<NothingBody>,
): Promise<StepTaken<RegistrationData> | StepRefused> {
  const { data, clinicianCode: code, fixmedinsCode } = file;
  if (code === null) return { refused: 'nobody-to-register', detail: 'The case names no person' };
  if (terms.parameters.commitmentRequired && data.committed_on === null)
    return { refused: 'commitment-missing', detail: 'Without a service commitment there is no registration' };
  const timeline = await reads.timeline(code);
  const knownAt = knownNow(now, [timeline]);
  const running = new PersonView(timeline, knownAt).sanctions.find(
    ({ status, running: period }) => status === 'terminated' && period.until > startOf(data.from),
  );
  if (running !== undefined)
    return {
      refused: 'terminated',
      detail: `The termination of ${running.documentNo} runs: nobody registers the person before its end`,
    };
  const known = heldAt(timeline.records, knownAt).find((record) => record.kind === 'clinician');
  const records: RegistryRecord[] = [];
  if (known === undefined)
    records.push({
      ...head(),
      kind: 'clinician',
      code: foldCode(code),
      name: data.name,
      category: data.category,
    });
  records.push({
    ...head(),
    kind: 'registration',
    code,
    fixmedinsCode,
    mainSite: data.main_site,
    from: startOf(data.from),
    until: OPEN_END,
    committedOn: data.committed_on === null ? null : dayIn(data.committed_on),
    certificateUntil:
      data.certificate_until === null ? OPEN_END : startOfDay(nextDay(dayIn(data.certificate_until))),
  });
  const { particulars = null } = data;
  return { records, met: ['handle'], ...(particulars === null ? {} : { particulars }) };
}
