/** What a transfer is refused for, as problem documents. */
import { namedProblem, Refused, unacceptable } from '@gatekeeper/http';
import type { Problem } from '@gatekeeper/wire';
import { conflict } from '../../http/refusals';
import type { RowProblem } from '../reading/read-item';
import type { TransferState } from '../staging/transfer';

export const unreadableFile = (line: number, { column, code, expected, got }: RowProblem): Refused =>
  new Refused(
    namedProblem('unreadable-file', {
      title: 'The file cannot be read（文件无法读取）',
      status: 422,
      detail: `Line ${line}: nothing of the file was kept（第 ${line} 行，文件未保存）`,
      errors: [{ path: column === null ? `line ${line}` : `line ${line} ${column}`, code, expected, got }],
    }),
  );

export const badQuery = (problems: readonly Problem[]): Refused => new Refused(unacceptable(problems));

export const fileTooLarge = (limitBytes: number): Refused =>
  new Refused(
    namedProblem('file-too-large', {
      title: 'The file is too large（文件过大）',
      status: 413,
      detail: `At most ${limitBytes} bytes are taken: send it in several files（请拆分后上传）`,
    }),
    { Connection: 'close' },
  );

export const tooManyToAsk = (most: number): Refused =>
  new Refused(
    namedProblem('what-if-too-large', {
      title: 'It has too many records for its effect to be told at once（记录过多，无法即时试算）',
      status: 422,
      detail: `More than ${most} records: have an operator run gatekeeper what-if on the file（请由运维人员运行 gatekeeper what-if）`,
    }),
  );

export const unknownFileType = (): Refused =>
  new Refused(
    namedProblem('unknown-file-type', {
      title: 'Not a file type that is read（不支持的文件类型）',
      status: 415,
      detail:
        'Content-Type is application/x-ndjson, text/csv, text/tab-separated-values or that of XLSX, without Content-Encoding（请按文件格式填写 Content-Type，不要压缩传输）',
    }),
    { Connection: 'close' },
  );

export const wrongTransferState = (state: TransferState, needed: string): Refused =>
  conflict(
    'wrong-state',
    'This step cannot be taken from here（当前状态不能办理此步骤）',
    `It is a step from ${needed}; the transfer is ${state}（须在 ${needed} 状态下办理，现为 ${state}）`,
  );

export const badRowsStand = (badRows: number, complete: boolean): Refused =>
  conflict(
    'bad-rows',
    'Rows cannot be read（存在问题行）',
    complete
      ? `${badRows} rows are bad, and a complete list with bad rows would close whom they are about: mend the file（完整名册不得含问题行）`
      : `${badRows} rows are bad: mend the file, or propose it with leave_out_bad_rows（请修正，或确认略过问题行）`,
  );

export const closingUnconfirmed = (close: number, registered: number, institution: string): Refused =>
  conflict(
    'closing-unconfirmed',
    'Many registrations would be closed（将取消较多登记备案）',
    `${close} of ${registered} registrations at ${institution} would be closed: confirm it, naming the institution（请确认并写明机构编码）`,
  );

export const otherInstitution = (): Refused =>
  badQuery([
    {
      path: 'institution',
      code: 'FIELD_INVALID',
      expected: 'the institution whose list this is',
      got: 'another one',
    },
  ]);

export const noIdentityKeys = (): Refused =>
  conflict(
    'no-identity-keys',
    'Identity numbers cannot be kept（无法保存身份证号）',
    'A roster states identity numbers, and IDENTITY_KEYS are not set（未配置 IDENTITY_KEYS，无法接收名册）',
  );
