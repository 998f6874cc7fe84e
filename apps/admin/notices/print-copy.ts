import { dayAt } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import type { Refused } from '@gatekeeper/http';
import type { Caller } from '../access/caller';
import { appendAudit } from '../audit/audit-log';
import { copyToAuthorityPdf, issuingAgencyOf } from '../documents';
import { conflict } from '../http/refusals';
import type { AdminParts } from '../parts';
import { AUTHORITY_WORDS, copyOfCase } from './copy-of-case';
import type { Authority } from './copy-of-case';
import type { FormFactsReader } from './form-facts';
import { notIssued, readIssuedCase } from './print-notice';

/** To whom a copy goes. */
export interface CopyTo {
  readonly authority: Authority;
  /** Its name; `null`: it is called by what it is. */
  readonly addressee: string | null;
}

/**
 * Form 7 for a sanction case, with an entry in the audit log of which authority it was made for (guangdong-2025 art. 45).
 * @throws Refused 404 for no such case, 409 while no notice was issued or after its measure was annulled.
 */
export async function printCopy(
  parts: Pick<AdminParts, 'dataSource' | 'clock'>,
  reader: FormFactsReader,
  caseId: string,
  { authority, addressee }: CopyTo,
  caller: Caller,
): Promise<Buffer> {
  const { file, clinicianCode } = await readIssuedCase(parts, caseId);
  const facts = await reader.read(clinicianCode, file.fixmedinsCode, caller);
  const agency = await issuingAgencyOf(poolOf(parts.dataSource), file.area);
  const now = parts.clock.now();
  const copy = copyOfCase(file, facts, {
    addressee: addressee ?? AUTHORITY_WORDS[authority],
    senderName: agency?.agencyName ?? '',
    madeOn: dayAt(now),
  });
  if (copy === 'not_issued') throw notIssued();
  if (copy === 'annulled') throw annulled();
  const pdf = await copyToAuthorityPdf(copy);
  await inTransaction(parts.dataSource, (client) =>
    appendAudit(client, {
      at: now,
      actor: caller.userId,
      action: 'sanction.copied_to_authority',
      subject: caseId,
      details: { authority, addressee, document_no: copy.reference },
    }),
  );
  return pdf;
}

const annulled = (): Refused =>
  conflict(
    'measure-annulled',
    'The measure was annulled（处理已撤销）',
    'There are no points to tell an authority of（无记分情况可抄告）',
  );
