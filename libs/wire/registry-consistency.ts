/** What may be wrong between the fields of a registry record, each field being good by itself. */
import type { Problem } from './problem';
import type { ExemptionDto, RecordHeadDto, RevisionDto, WithdrawalDto } from './registry.dto';
import { problemsOfEnds } from './registry-interval';

/** A record that corrected itself would vanish from the registry. */
export const problemsOfSupersedes = ({ record_id: id, supersedes }: RecordHeadDto): readonly Problem[] =>
  supersedes === id
    ? [{ path: 'supersedes', code: 'FIELD_INVALID', expected: 'another record', got: 'the record itself' }]
    : [];

/** A withdrawal is about another record, whatever its kind. */
export const problemsOfWithdrawal = ({ supersedes }: WithdrawalDto): readonly Problem[] =>
  supersedes === undefined
    ? [
        {
          path: 'supersedes',
          code: 'FIELD_MISSING',
          expected: 'the record that is withdrawn',
          got: 'nothing',
        },
      ]
    : [];

/** A revision says what the end is now. */
export const problemsOfRevision = (dto: RevisionDto): readonly Problem[] =>
  dto.last_day === undefined && dto.until === undefined
    ? [{ path: 'last_day', code: 'FIELD_MISSING', expected: 'last_day or until', got: 'nothing' }]
    : problemsOfEnds(dto);

/** An exemption names a person or an institution; a department alone names nothing. */
export const problemsOfExemption = (dto: ExemptionDto): readonly Problem[] =>
  dto.code === undefined && dto.fixmedins_code === undefined
    ? [
        { path: 'code', code: 'FIELD_MISSING', expected: 'code or fixmedins_code', got: 'nothing' },
        ...problemsOfEnds(dto),
      ]
    : problemsOfEnds(dto);
