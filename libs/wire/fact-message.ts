/** Officers' facts about lines as they are sent (CONTRACT 8, Facts). */
import { formatInstant } from '@gatekeeper/calendar';
import type { FactMessage } from '@gatekeeper/vocabulary';

/** The key of every message of a visit on the lines topic. @param sentFixmedinsCode as the sender of its lines writes it */
export const lineMessageKey = (sentFixmedinsCode: string, visitId: string): string =>
  `${sentFixmedinsCode}|${visitId}`;

/** The value of the message; an empty charge batch is left out. */
export const factMessageText = ({ identity, fact, documentNo, approvedAt }: FactMessage): string =>
  JSON.stringify({
    op: 'fact',
    fixmedins_code: identity.fixmedinsCode,
    mdtrt_id: identity.visitId,
    ...(identity.chargeBatch === '' ? {} : { chrg_bchno: identity.chargeBatch }),
    feedetl_sn: identity.lineNo,
    fact,
    document_no: documentNo,
    approved_at: formatInstant(approvedAt),
  });
