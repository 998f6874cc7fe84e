import { PARTICULAR_NAMES } from '@gatekeeper/casework';
import type { ParticularName } from '@gatekeeper/casework';
import { Transform } from 'class-transformer';
import { maskIdentityNumber } from '../access/identity-cipher';
import { CodeField, TextField } from '../http/fields';

const LONGEST_NUMBER = 60;
const LONGEST_SCOPE = 500;
const IDENTITY_AT_END = /[0-9]{17}[0-9Xx]$/;

const Stated = (name: ParticularName, max: number, more = ''): PropertyDecorator => {
  const { zh, en } = PARTICULAR_NAMES[name];
  return TextField({ optional: true, max, description: `${en}${more}（${zh}）` });
};

/**
 * The code of a doctor's qualification certificate ends with the holder's identity number (27 characters, the last 18): those are masked before
 * anything is kept, in the case and its event too. The number itself is kept encrypted, at `/identity`.
 */
const HidesIdentityNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.trim().replace(IDENTITY_AT_END, maskIdentityNumber) : value,
  );

/** What a registration states of the practice; what is left out is not stated. */
export class ParticularsBody implements Partial<Record<ParticularName, string>> {
  @Stated('practising_certificate_no', LONGEST_NUMBER)
  practising_certificate_no?: string;

  @HidesIdentityNumber()
  @Stated('qualification_certificate_no', LONGEST_NUMBER, '; an identity number at its end is kept masked')
  qualification_certificate_no?: string;

  @Stated('practice_type', LONGEST_NUMBER)
  practice_type?: string;

  @Stated('practice_category', LONGEST_NUMBER)
  practice_category?: string;

  @Stated('practice_level', LONGEST_NUMBER)
  practice_level?: string;

  @Stated('practice_scope', LONGEST_SCOPE)
  practice_scope?: string;

  @Stated('professional_title', LONGEST_NUMBER)
  professional_title?: string;
}

/** A person at a site. */
export class RegistrationParam {
  @CodeField()
  code!: string;

  @CodeField()
  fixmedins_code!: string;
}
