/** What a registration states of a person's practice beside the registry's record: hainan-2022 art. 7, guangdong-2025 art. 14. */
import type { Instant } from '@gatekeeper/calendar';
import type { BothLanguages } from '@gatekeeper/policy';

/** Each with its name in the texts; in the order in which they are shown. */
export const PARTICULAR_NAMES = {
  practising_certificate_no: { zh: '医师执业证书编号', en: 'Number of the practising certificate' },
  qualification_certificate_no: { zh: '医师资格证书编码', en: 'Code of the qualification certificate' },
  practice_type: { zh: '执业类型', en: 'Type of practice' },
  practice_category: { zh: '执业类别', en: 'Category of practice' },
  practice_level: { zh: '执业级别', en: 'Level of practice' },
  practice_scope: { zh: '执业范围', en: 'Scope of practice' },
  professional_title: { zh: '专业技术职务', en: 'Professional title' },
} as const satisfies Readonly<Record<string, BothLanguages>>;

export type ParticularName = keyof typeof PARTICULAR_NAMES;

export const PARTICULARS = Object.keys(PARTICULAR_NAMES) as readonly ParticularName[];

/** As the licence words them; `null`: not stated. */
export type Particulars = Readonly<Record<ParticularName, string | null>>;

/** A revision on file of a person at a site; the highest is current. */
export interface ParticularsOnFile {
  readonly revision: number;
  readonly particulars: Particulars;
  readonly recordedAt: Instant;
  /** A user's id. */
  readonly recordedBy: string;
}

/** All of them, `null` where one is not among what was written. */
export const particularsIn = (
  written: Readonly<Partial<Record<ParticularName, string | null>>>,
): Particulars => ({
  practising_certificate_no: written.practising_certificate_no ?? null,
  qualification_certificate_no: written.qualification_certificate_no ?? null,
  practice_type: written.practice_type ?? null,
  practice_category: written.practice_category ?? null,
  practice_level: written.practice_level ?? null,
  practice_scope: written.practice_scope ?? null,
  professional_title: written.professional_title ?? null,
});

/** Whether anything is stated at all. */
export const statesAny = (particulars: Particulars): boolean =>
  PARTICULARS.some((name) => particulars[name] !== null);
