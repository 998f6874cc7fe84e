/** The steps of a transfer by those who take them: each with its audit entry, in one transaction. */
import type { Readable } from 'node:stream';
import { inTransaction } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import type { Caller } from '../../access/caller';
import type { Reaches } from '../../access/reaches';
import { coversInstitution, isProvinceWide } from '../../access/scope';
import { outOfScope } from '../../access/access-refusals';
import { appendAudit } from '../../audit/audit-log';
import { samePerson } from '../../cases/case-refused';
import { notOnFile } from '../../http/refusals';
import type { ApplyingParts } from '../staging/apply';
import { NoIdentities } from '../staging/kept-identities';
import { stageUpload } from '../staging/stage-upload';
import type { Transfer, Upload } from '../staging/transfer';
import { isSecondPersonMissing } from '../staging/transfer-store';
import type { TransferWork } from '../staging/transfer-work';
import {
  badRowsStand,
  closingUnconfirmed,
  noIdentityKeys,
  otherInstitution,
  unreadableFile,
  wrongTransferState,
} from './transfer-refusals';
import { readUpload } from './uploaded-file';

export class TransferDesk {
  constructor(
    private readonly parts: ApplyingParts,
    private readonly work: Pick<TransferWork, 'wake'>,
    private readonly reaches: Reaches,
    private readonly limitBytes: number,
  ) {}

  /** Stages a file; it is previewed next. @throws Refused: a file that cannot be read, is too large, or is out of scope. */
  async upload(caller: Caller, upload: Upload, bytes: Readable): Promise<Transfer> {
    if (!(await this.isServed(caller, upload.closing?.institution ?? null))) throw outOfScope();
    if (upload.file.format === 'roster' && this.parts.identities instanceof NoIdentities)
      throw noIdentityKeys();
    const staged = await stageUpload(
      this.parts.dataSource,
      this.parts.identities,
      readUpload(bytes, upload, this.limitBytes),
      { upload, uploadedBy: caller.userId, uploadedAt: this.parts.clock.now() },
      (client, transferId) =>
        this.enter(client, caller, 'transfer.uploaded', transferId, { format: upload.file.format }),
    );
    if (staged.kind === 'unreadable') throw unreadableFile(staged.line, staged.problem);
    void this.work.wake();
    return this.find(caller, staged.transferId);
  }

  /** @throws Refused 404: none of that id within what the caller serves. */
  async find(caller: Caller, transferId: string): Promise<Transfer> {
    const transfer = await this.parts.transfers.find(transferId);
    if (transfer === null || !(await this.maySee(caller, transfer)))
      throw notOnFile('The transfer', '上传文件');
    return transfer;
  }

  async confirmClosing(caller: Caller, transferId: string, institution: string): Promise<Transfer> {
    const transfer = await this.find(caller, transferId);
    if (transfer.institution === null || transfer.institution !== institution) throw otherInstitution();
    return this.take(caller, transfer, 'previewed', 'transfer.closing_confirmed', { institution }, (client) =>
      this.parts.transfers.confirmClosing(transferId, caller.userId, client),
    );
  }

  async propose(caller: Caller, transferId: string, leaveOutBadRows: boolean): Promise<Transfer> {
    const transfer = await this.find(caller, transferId);
    if (transfer.state !== 'previewed') throw wrongTransferState(transfer.state, 'previewed');
    refuseOpenQuestions(transfer, leaveOutBadRows);
    return this.take(caller, transfer, 'previewed', 'transfer.proposed', { leaveOutBadRows }, (client) =>
      this.parts.transfers.propose(
        transferId,
        { userId: caller.userId, at: this.parts.clock.now(), leaveOutBadRows },
        client,
      ),
    );
  }

  /** Approved, it is applied next. @throws Refused for whoever uploaded or proposed it. */
  async approve(caller: Caller, transferId: string): Promise<Transfer> {
    const transfer = await this.find(caller, transferId);
    const approved = await this.take(caller, transfer, 'proposed', 'transfer.approved', {}, (client) =>
      this.parts.transfers.approve(transferId, caller.userId, this.parts.clock.now(), client),
    ).catch((error: unknown) => {
      throw isSecondPersonMissing(error) ? samePerson() : error;
    });
    void this.work.wake();
    return approved;
  }

  async reject(caller: Caller, transferId: string, because: string): Promise<Transfer> {
    const transfer = await this.find(caller, transferId);
    return this.take(
      caller,
      transfer,
      'uploaded, previewed or proposed',
      'transfer.rejected',
      { because },
      (client) =>
        this.parts.transfers.reject(
          transferId,
          { userId: caller.userId, at: this.parts.clock.now(), because },
          client,
        ),
    );
  }

  private async take(
    caller: Caller,
    { transferId }: Transfer,
    from: string,
    action: string,
    details: Readonly<Record<string, unknown>>,
    step: (client: Queryable) => Promise<boolean>,
  ): Promise<Transfer> {
    await inTransaction(this.parts.dataSource, async (client) => {
      if (!(await step(client))) {
        const now = await this.find(caller, transferId);
        throw wrongTransferState(now.state, from);
      }
      await this.enter(client, caller, action, transferId, details);
    });
    return this.find(caller, transferId);
  }

  private enter(
    client: Queryable,
    { userId }: Caller,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return appendAudit(client, { at: this.parts.clock.now(), actor: userId, action, subject, details });
  }

  private async maySee(caller: Caller, { institution, uploadedBy }: Transfer): Promise<boolean> {
    return uploadedBy === caller.userId || (await this.isServed(caller, institution));
  }

  /** A file of any records is about the whole province. */
  private async isServed(caller: Caller, institution: string | null): Promise<boolean> {
    return institution === null
      ? isProvinceWide(caller)
      : coversInstitution(caller, institution, this.reaches);
  }
}

function refuseOpenQuestions(
  { upload, summary, closingConfirmedBy, institution }: Transfer,
  leaveOut: boolean,
): void {
  if (summary === null) return;
  const complete = upload.closing?.complete === true;
  if (summary.badRows > 0 && (complete || !leaveOut)) throw badRowsStand(summary.badRows, complete);
  if (summary.closingNeedsConfirmation && closingConfirmedBy === null)
    throw closingUnconfirmed(summary.close, summary.registered ?? 0, institution ?? '');
}
