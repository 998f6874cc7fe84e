/** CONTRACT 9: what comes for a visit at the moment at which it is detached is on file with it, or waits for it; a detachment that is broken off. */
import { ADVISORY_LOCKS, poolOf } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import { Outage } from '@gatekeeper/runtime';
import type { PoolClient } from 'pg';
import type { HandDriven } from '../gatekeeper/hand-driven';
import { factRow, IN_STANDING, lineRow, noticeRow, refundRow, SUSPENDED, voidRow } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { ClosingGround } from './closed-period-parts';

const JUNE = '2025-06';
type Fields = Readonly<Record<string, string>>;
const FEE: Fields = { bilg_dr_codg: IN_STANDING, fee_ocur_time: '2025-06-20 09:30:00' };

interface News {
  /** Fields of line 1 of the visit, which is on file. */
  readonly line?: Fields;
  readonly row: (visit: Fields) => string;
  readonly topic?: 'lines' | 'payments';
  /** The first step of recording it behind which it may have missed that its visit goes. */
  readonly behind: 'visitsWaiting' | 'findOnFile';
  /** Each decision on the visit in the end. */
  readonly decided: readonly string[];
}

/** Whatever may come for a visit. */
const NEWS = {
  line: {
    row: (visit) => lineRow({ ...FEE, ...visit, feedetl_sn: '4' }),
    ...{ behind: 'visitsWaiting', decided: ['1 accept', '4 accept'] },
  },
  refund: {
    row: (visit) => refundRow('1', { ...FEE, ...visit, feedetl_sn: '9' }),
    ...{ behind: 'visitsWaiting', decided: ['1 accept', '9 accept'] },
  },
  reupload: {
    row: (visit) => lineRow({ ...FEE, ...visit, pric: '99.00' }),
    ...{ behind: 'visitsWaiting', decided: ['1 accept', '1 accept'] },
  },
  resend: { row: (visit) => lineRow({ ...FEE, ...visit }), behind: 'visitsWaiting', decided: ['1 accept'] },
  void: {
    row: (visit) => voidRow({ ...visit, feedetl_sn: '1' }),
    ...{ behind: 'visitsWaiting', decided: ['1 accept', '1 void'] },
  },
  fact: {
    line: { bilg_dr_codg: SUSPENDED },
    row: (visit) => factRow('emergency_proven', visit),
    ...{ behind: 'visitsWaiting', decided: ['1 reject', '1 accept'] },
  },
  payment: {
    line: { bilg_dr_codg: SUSPENDED },
    row: (visit) => noticeRow(visit),
    ...{ topic: 'payments', behind: 'findOnFile', decided: ['1 reject', '1 claw_back'] },
  },
} as const satisfies Readonly<Record<string, News>>;
const KINDS: readonly (readonly [string, News])[] = Object.entries(NEWS);
/** `A`: it has looked before its visit goes. `B`: its visit is going as it looks. */
const visitOf = (kind: string, order: 'A' | 'B'): Fields => ({ mdtrt_id: `${order}-${kind}` });
const lineOf = (visit: Fields, news: News): string => lineRow({ ...FEE, ...news.line, ...visit });

describeWith(['postgres'], 'a period that is detached at this moment', () => {
  let ground: ClosingGround;
  let driven: HandDriven;
  /** What keeps others waiting, to be let go however the test ends: the database is closed only once nobody waits. */
  let keeping: (() => unknown)[];
  beforeEach(async () => {
    keeping = [];
    ground = await ClosingGround.open('detached_at_once', { poolSize: 32, lockTimeoutMs: 0 });
    driven = ground.driven;
  });
  afterEach(async () => {
    for (const letGo of keeping) await letGo();
    await ground.close();
  });

  interface HeldUp {
    readonly pid: number;
    letGo(): Promise<void>;
  }
  /** Whoever needs these rows waits until it is let go. */
  async function heldUp(rows: string): Promise<HeldUp> {
    const client: PoolClient = await poolOf(driven.dataSource).connect();
    await client.query('BEGIN');
    await client.query(`SELECT FROM ${rows} FOR UPDATE`);
    const { rows: session } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    let isLetGo = false;
    const letGo = async (): Promise<void> => {
      if (isLetGo) return;
      isLetGo = true;
      await client.query('ROLLBACK');
      client.release();
    };
    keeping.push(letGo);
    return { pid: session[0]?.pid ?? 0, letGo };
  }
  /** How many sessions wait for locks. @param forOthersThan of whom they do not wait */
  const waiting = async (forOthersThan: HeldUp | null = null): Promise<number> =>
    (
      await driven.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND NOT ${forOthersThan?.pid ?? 0} = ANY (pg_blocking_pids(pid))`,
      )
    ).length;

  /** What is under way, and what came of it. */
  class UnderWay {
    private readonly ended: Promise<unknown>[] = [];
    private open = 0;

    add(work: Promise<unknown>): void {
      this.open += 1;
      this.ended.push(work.finally(() => (this.open -= 1)));
    }

    /** All of it that is not done waits for a lock. */
    async stands(): Promise<void> {
      await until('all of it done, or waiting', async () => (await waiting()) === this.open);
    }

    all(): Promise<readonly unknown[]> {
      return Promise.all(this.ended);
    }
  }

  /** A gatekeeper of its own, which stops behind its first look until it is let go. */
  function stopping({ behind }: News, prefix: string) {
    const one = driven.beside(prefix);
    let letGo = (): void => undefined;
    const going = new Promise<void>((go) => (letGo = go));
    keeping.push(letGo);
    let stands = false;
    one.instead = {
      decisions: new Proxy(new DecisionStore(driven.dataSource), {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (name !== behind || typeof value !== 'function') return value;
          return async (...given: readonly unknown[]): Promise<unknown> => {
            const answer: unknown = await Reflect.apply(value, target, given);
            stands = true;
            await going;
            return answer;
          };
        },
      }),
    };
    return { one, letGo, stands: () => stands };
  }
  /** @returns the outage that kept it from being settled, if there was one */
  function sent(one: HandDriven, { row, topic = 'lines' }: News, visit: Fields): Promise<Outage | null> {
    if (topic === 'payments') one.sendPayments([row(visit)]);
    else one.send([row(visit)]);
    const batch = one.nextBatch(Infinity, topic);
    if (batch === null) throw new Error('nothing was sent');
    return one.settle(batch);
  }

  it('whatever comes for a visit is decided with it, or waits for it: nothing is lost, split or decided twice', async () => {
    const visits = (['A', 'B'] as const).flatMap((order) =>
      KINDS.map(([kind, news]) => ({ visit: visitOf(kind, order), news })),
    );
    const before = { visit: { mdtrt_id: 'A-before' }, news: NEWS.line };
    await ground.settle(
      ...[before, ...visits].map(({ visit, news }) => lineOf(visit, news)),
      ...['0-first', 'Z-last'].map((mdtrt_id) => lineOf({ mdtrt_id }, NEWS.line)),
    );
    await ground.swept();
    await ground.closeAndSeal(JUNE);
    await ground.detach(JUNE, 'june', { keep: true });
    const [first, last] = [
      await heldUp(`line_identity WHERE mdtrt_id = '0-first'`),
      await heldUp(
        `decision WHERE decision_id = (SELECT decision_id FROM line_identity WHERE mdtrt_id = 'Z-last')`,
      ),
    ];
    const underWay = new UnderWay();
    const gatekeepers = [driven];
    const stopped = (
      kind: string,
      news: News,
      visit: Fields,
    ): { letGo: () => void; stands: () => boolean } => {
      const { one, ...at } = stopping(news, `${kind}.`);
      gatekeepers.push(one);
      underWay.add(sent(one, news, visit));
      return at;
    };

    // It has looked while nothing was detached.
    const ahead = stopped('before', before.news, before.visit);
    await until('it has looked', ahead.stands);
    underWay.add(ground.detach(JUNE, 'june'));
    await until('a detachment that waits', async () => (await waiting(first)) > 0);
    ahead.letGo();
    await until(
      'a page that waits for the first visit',
      async () => (await waiting()) - (await waiting(first)) > 0,
    );
    // These have looked before the page comes to their visits.
    const early = KINDS.map(([kind, news]) => stopped(`a-${kind}`, news, visitOf(kind, 'A')));
    await until('all have looked', () => early.every(({ stands }) => stands()));
    await first.letGo();
    await until('a page that waits for what is behind it', async () => (await waiting(first)) > 0);
    for (const { letGo } of early) letGo();
    await underWay.stands();
    // These look while the page has their visits.
    for (const [kind, news] of KINDS) {
      const one = driven.beside(`b-${kind}.`);
      gatekeepers.push(one);
      underWay.add(sent(one, news, visitOf(kind, 'B')));
    }
    await underWay.stands();
    await last.letGo();
    const came = await underWay.all();
    expect(came.filter((each) => each instanceof Outage)).toEqual([]);
    expect(
      await driven.rows(
        'SELECT DISTINCT mdtrt_id FROM detached_line JOIN settlement_line USING (fixmedins_code, mdtrt_id)',
      ),
    ).toEqual([]);
    expect(await driven.count(`detached_line WHERE mdtrt_id LIKE 'B-%'`)).toBe(KINDS.length);

    await ground.attach('june');
    await ground.swept();
    const decided = await driven.rows<{ visit: string; decisions: string[] }>(
      `SELECT mdtrt_id AS visit, array_agg(feedetl_sn || ' ' || outcome ORDER BY feedetl_sn, known_at) AS decisions
       FROM decision WHERE mdtrt_id LIKE '_-%' AND mdtrt_id NOT IN ('0-first', 'Z-last') GROUP BY 1 ORDER BY 1`,
    );
    expect(Object.fromEntries(decided.map(({ visit, decisions }) => [visit, decisions]))).toEqual(
      Object.fromEntries([before, ...visits].map(({ visit, news }) => [visit.mdtrt_id, news.decided])),
    );
    // What is recorded is what was said, and every message is on file once.
    const onFile = await driven.rows<{ decision_id: string }>('SELECT decision_id FROM decision');
    const said = new Set(
      gatekeepers.flatMap((one) => one.stated('decisions').map(({ decision_id }) => decision_id)),
    );
    expect(said).toEqual(new Set(onFile.map(({ decision_id }) => decision_id)));
    expect(await driven.count('waiting_message')).toBe(0);
    expect([await driven.count('line_news_message'), await driven.count('payment_notice')]).toEqual([4, 2]);
  });

  it('whose session ends midway says so, and goes on when it is run again; so does attaching', async () => {
    await ground.settle(...['1', '2'].map((feedetl_sn) => lineRow({ ...FEE, feedetl_sn })));
    await ground.swept();
    await ground.closeAndSeal(JUNE);
    const sessionEnded = async (rows: string, work: () => Promise<unknown>): Promise<unknown> => {
      const page = await heldUp(rows);
      const ending = work().then(
        () => null,
        (error: unknown) => error,
      );
      await driven.isWaiting();
      await driven.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${ADVISORY_LOCKS.detaching}
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      await page.letGo();
      return ending;
    };
    const whole = async (): Promise<readonly number[]> => [
      await driven.count('settlement_line'),
      await driven.count('decision'),
      await driven.count('detached_line'),
    ];
    const broken = await sessionEnded('decision', () => ground.detach(JUNE, 'june'));
    expect(broken).toBeInstanceOf(Outage);
    expect(broken).toHaveProperty(
      'message',
      expect.stringContaining('the session that kept others from detaching ended'),
    );
    expect(await whole()).toEqual([0, 0, 2]);
    expect(await driven.rows('SELECT detached_at FROM period_detachment')).toEqual([{ detached_at: null }]);
    expect(await ground.detach(JUNE, 'june')).toContain('2 lines detached, 0 stay');

    const attaching = await sessionEnded('detached_line', () => ground.attach('june'));
    expect(attaching).toBeInstanceOf(Outage);
    expect(await whole()).toEqual([2, 2, 0]);
    await ground.attach('june');
    expect(await driven.count('period_detachment WHERE attached_at IS NULL')).toBe(0);
  });
});
