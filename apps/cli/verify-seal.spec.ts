/** CONTRACT 9: what a hospital and an auditor check of a sealed period with nothing but files. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headOf, hexOf, lineProof, sealBehind } from '@gatekeeper/clearing';
import type { LogEntry, Seal } from '@gatekeeper/clearing';
import { canonicalJson, leafHashOf, leafOfPublished, treeHashing } from '@gatekeeper/wire';
import { Command } from 'commander';
import { AnswerIsNo, UsageError } from './ending';
import { keyIdOf } from './seal-files';
import { leafRow } from './sealed-period';
import { addVerifyCommand } from './verify-command';

const keys = generateKeyPairSync('ed25519');
const LINES = 9;

const published = (number: number): Record<string, unknown> => {
  const line = {
    fixmedins_code: 'H1',
    mdtrt_id: 'V',
    chrg_bchno: '',
    feedetl_sn: String(number),
    revision: 1,
  };
  if (number === 4)
    return { line, hold_code: 'PACK_MISSING', needs: ['a pack'], since: '2025-07-01T00:00:00+08:00' };
  return {
    decision_id: String(number).repeat(32),
    line,
    outcome: 'accept',
    reasons: [{ code: 'IN_GOOD_STANDING', effect: 'notes', text_zh: '正常', text_en: 'fine' }],
    amounts: { refused: '0.00', recover: '0.00' },
    known_at: '2025-07-01T00:00:00+08:00',
  };
};
const ALL = Array.from({ length: LINES }, (_, at) => published(at + 1));
const lineOf = (number: number): string => `H1|V||${number}`;
const leaves = ALL.map((each) => leafHashOf(leafOfPublished(each)));
const entry = (period: string): LogEntry => ({
  origin: `44/${period}`,
  size: LINES,
  root: hexOf(headOf(treeHashing, leaves).root),
  known_at: '2025-07-05T00:00:00+08:00',
});
function sealed(log: readonly LogEntry[], period: string): Seal {
  const unsigned = sealBehind(treeHashing, log, entry(period), keyIdOf(keys.publicKey));
  return {
    ...unsigned,
    signature: sign(null, Buffer.from(canonicalJson(unsigned)), keys.privateKey).toString('hex'),
  };
}

let folder: string;
let told: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-seal-'));
  told = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text, ...others) => {
    told += String(text);
    for (const taken of others) if (typeof taken === 'function') taken();
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const MAY: Seal = sealed([], '2025-05');
const JUNE: Seal = sealed([entry('2025-05')], '2025-06');
const PUBLIC = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const PROOF = { line: published(3)['line'], ...lineProof(treeHashing, leaves, 2)?.proof };
const rows = (all: readonly object[]): string => all.map((each) => `${JSON.stringify(each)}\n`).join('');
const LEAVES = leaves.map((leaf, at) => `${leafRow(leaf, lineOf(at + 1))}\n`).join('');

/** Runs verify on files of these contents, an option each. @returns what it printed, or why it ended with 1 or 2 */
async function verify(files: Readonly<Record<string, string | object>>): Promise<string> {
  told = '';
  const args = Object.entries(files).flatMap(([option, content]) => {
    const path = join(folder, option);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
    return [`--${option}`, path];
  });
  const program = new Command().exitOverride();
  addVerifyCommand(program);
  const ended: unknown = await program
    .parseAsync(['verify', ...args], { from: 'user' })
    .catch((error: unknown) => error);
  const plain = (text: string): string => text.replaceAll(`${folder}/`, '');
  if (ended instanceof AnswerIsNo) return plain(`${told}1 ${ended.message}`);
  if (ended instanceof UsageError) return plain(`2 ${[ended.message, ...ended.details].join(' ')}`);
  if (ended instanceof Error) throw ended;
  return plain(told);
}

describe('verify --seal', () => {
  it('says what was sealed, and by whom', async () => {
    expect(await verify({ seal: JUNE, key: PUBLIC })).toBe(
      `44/2025-06: 9 lines, root ${JUNE.root}; signature of ${JUNE.key_id} verified\n`,
    );
  });

  it('says that nobody has checked the signature where no key is given', async () => {
    expect(await verify({ seal: JUNE })).toContain('signature not checked: give --key');
  });

  it.each<readonly [string, object, string]>([
    ['a root', { root: 'ab'.repeat(32) }, 'is no sound seal: its log does not end with 44/2025-06'],
    ['a size', { size: 8 }, 'is no sound seal: its log does not end with'],
    ['an origin', { origin: '44/2025-07' }, 'is no sound seal: its log does not end with'],
    [
      'a log',
      { log: { size: 2, root: JUNE.root } },
      'is no sound seal: its log does not extend the one before',
    ],
    [
      'a signature',
      { signature: 'ab'.repeat(64) },
      'the signature of seal is not one of key over what stands there',
    ],
    ['a note that nobody signed', { note: 'x' }, 'the signature of seal is not one of key'],
    ['another key', { key_id: 'ab'.repeat(32) }, 'seal names the key abab'],
  ])('refuses one with %s changed', async (_, part, reason) =>
    expect(await verify({ seal: { ...JUNE, ...part }, key: PUBLIC })).toContain(reason),
  );

  it('names the log that a seal does not extend', async () => {
    expect(await verify({ seal: JUNE, previous: MAY, key: PUBLIC })).toContain('verified');
    const forged = sealed([entry('2025-04')], '2025-06');
    expect(await verify({ seal: forged, previous: MAY, key: PUBLIC })).toMatch(
      /^1 44\/2025-06 extends a log of 1 entries with root [0-9a-f]{64}, not that of 44\/2025-05: 1 entries/m,
    );
  });

  it('takes no private key, no other kind of key, and no half of what goes together', async () => {
    const secret = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const told2 = await verify({ seal: JUNE, key: secret });
    expect(told2).toContain('2 --key takes the public key');
    expect(told2).not.toContain(secret.split('\n')[1]);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    expect(await verify({ seal: JUNE, key: other.toString() })).toContain('a key of ec type');
    expect(await verify({ seal: JUNE, key: 'no key' })).toContain('holds no key in PEM');
    expect(await verify({ seal: JUNE, proof: PROOF })).toContain('2 --proof and --decision go together');
    expect(await verify({ seal: JUNE, decisions: rows(ALL) })).toContain('need --leaves');
    expect(await verify({ seal: JUNE, lines: 'x' })).toContain('2 --lines is for recomputing');
    expect(await verify({ proof: PROOF })).toContain('2 --proof needs --seal');
    expect(await verify({})).toContain("2 required option '--decisions <file>' not specified");
    expect(await verify({ seal: '{"origin":1}' })).toContain('2 seal is not a seal that can be read');
  });
});

describe('the proof of one line', () => {
  it.each([
    ['as it was published', published(3)],
    ['with other texts and in another order', Object.fromEntries(Object.entries(published(3)).reverse())],
    ['without texts', { ...published(3), reasons: [{ code: 'IN_GOOD_STANDING', effect: 'notes' }] }],
  ])('holds of its decision %s', async (_, decision) =>
    expect(await verify({ seal: JUNE, proof: PROOF, decision })).toContain(
      'line H1|V||3 is proven: leaf 2 of 9\n',
    ),
  );

  it('holds of a hold record', async () => {
    const proof = { line: lineOf(4), ...lineProof(treeHashing, leaves, 3)?.proof };
    expect(await verify({ seal: JUNE, proof, decision: published(4) })).toContain('is proven: leaf 3 of 9\n');
  });

  it('is broken by any byte of the decision that changes what it says', async () => {
    const text = JSON.stringify({
      ...published(3),
      reasons: [{ code: 'IN_GOOD_STANDING', effect: 'notes' }],
    });
    for (let at = 0; at < text.length; at++) {
      const changed = `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}`;
      expect(await verify({ seal: JUNE, proof: PROOF, decision: changed })).toMatch(
        /^1 (line H1\|V\|\|3 is not proven|the proof is of line H1\|V\|\|3, decision of line)|^2 decision is not/m,
      );
    }
  });

  it('is not that of another line, nor of another period', async () => {
    expect(await verify({ seal: JUNE, proof: PROOF, decision: published(2) })).toBe(
      '1 the proof is of line H1|V||3, decision of line H1|V||2',
    );
    expect(await verify({ seal: JUNE, proof: { ...PROOF, size: 10 }, decision: published(3) })).toContain(
      'it is of a tree of 10 lines, the seal of one of 9',
    );
  });
});

describe('all decisions of a period', () => {
  const holds = rows(ALL.slice(3, 4));
  const decisions = [...ALL.slice(0, 3), ...ALL.slice(4)];

  it('are verified in any order, with others among them', async () => {
    const others = [
      { ...published(1), decision_id: 'superseded' },
      { ...published(1), line: { ...(published(1)['line'] as object), feedetl_sn: '77' } },
    ];
    const shuffled = rows([...others, ...decisions.toReversed(), decisions[0]!]);
    expect(await verify({ seal: JUNE, leaves: LEAVES, decisions: shuffled, holds })).toContain(
      '9 verified, 0 mismatched\n',
    );
  });

  it('are named where any was changed, dropped or cannot be read', async () => {
    const changed = decisions.map((each, at) =>
      at === 1 ? { ...each, known_at: '2025-07-01T00:00:01+08:00' } : each,
    );
    const text = `${rows(changed.slice(0, -1))}{"line":`;
    const answer = await verify({ seal: JUNE, leaves: LEAVES, decisions: text, holds });
    expect(answer).toContain('decisions row 8: no decision or hold record that can be read\n');
    expect(answer).toMatch(
      /^H1\|V\|\|2: changed: decisions row 2 is not what was sealed \(leaf [0-9a-f]{64}\)$/m,
    );
    expect(answer).toContain('H1|V||9: missing: nothing of it is given\n');
    expect(answer).toContain('7 verified, 2 mismatched\n1 2 mismatched');
  });

  it('are compared with no leaves but the sealed ones', async () => {
    const swapped = LEAVES.split('\n').slice(0, LINES).toReversed().join('\n');
    expect(await verify({ seal: JUNE, leaves: swapped, decisions: rows(decisions) })).toContain(
      'have the root',
    );
    expect(
      await verify({ seal: JUNE, leaves: LEAVES.slice(0, LEAVES.indexOf('\n')), decisions: rows(decisions) }),
    ).toContain('leaves has 1 leaves, 44/2025-06 is sealed over 9');
    expect(await verify({ seal: JUNE, leaves: 'x', decisions: rows(decisions) })).toContain(
      '2 leaves row 1 is no leaf',
    );
  });
});
