import { systemClock } from '@gatekeeper/runtime';
import type { Command } from 'commander';
import { AnswerIsNo, atConsole, readSecret } from '../console';
import { approveSecondAdministrator, foundAdministrator } from './founding';
import type { SecondApproval } from './founding';
import { Identities } from './identities';
import { identityKeysOf } from './identity-keys';
import { Phones } from './phones';
import { CONSOLE } from './user';

/** The subcommands of access. */
export function addAccessCommands(program: Command): void {
  program
    .command('first-administrator')
    .description('creates the first administrator; the password is read from standard input')
    .requiredOption('--login <login>', 'the login')
    .option('--name <name>', "the holder's name")
    .action(createFirst);
  program
    .command('second-administrator')
    .description('approves the application for a second administrator, while there is one')
    .requiredOption('--login <login>', 'the login that was applied for')
    .action(approveSecond);
  program
    .command('rotate-identity-key')
    .description('encrypts identity and phone numbers anew with the first key of IDENTITY_KEYS')
    .action(rotateIdentityKey);
}

async function createFirst({ login, name = login }: { login: string; name?: string }): Promise<void> {
  await atConsole(async (dataSource) => {
    const password = await readSecret('password: ');
    const founding = await foundAdministrator(
      { dataSource, clock: systemClock },
      { login, displayName: name, password },
    );
    if (typeof founding === 'object') throw new AnswerIsNo(`the password must be: ${founding.expected}`);
    switch (founding) {
      case 'founded':
        process.stdout.write(`${login} may sign in and apply for a second administrator\n`);
        return;
      case 'exists':
        throw new AnswerIsNo('an administrator exists: nothing was written');
      case 'login_taken':
        throw new AnswerIsNo(`the login ${login} is taken: choose another`);
    }
  });
}

async function approveSecond({ login }: { login: string }): Promise<void> {
  const approval = await atConsole((dataSource) =>
    approveSecondAdministrator({ dataSource, clock: systemClock }, login),
  );
  if (approval !== 'approved') throw new AnswerIsNo(WHY_NOT[approval]);
  process.stdout.write(`${login} is approved; the first administrator issues a one-time token for it\n`);
}

const WHY_NOT: Readonly<Record<Exclude<SecondApproval, 'approved'>, string>> = {
  no_application: 'no application waits for this login: the first administrator applies for it first',
  not_an_administrator: 'the console approves an administrator of users only',
  enough_administrators: 'there are administrators enough: one of them approves',
};

async function rotateIdentityKey(): Promise<void> {
  const rotated = await atConsole(async (dataSource, settings) => {
    const keys = identityKeysOf(settings);
    if (keys === null) throw new AnswerIsNo('IDENTITY_KEYS and IDENTITY_INDEX_KEY are not set');
    return {
      identities: await new Identities(dataSource, keys, systemClock).rotate(CONSOLE),
      phones: await new Phones(dataSource, keys, systemClock).rotate(CONSOLE),
    };
  });
  process.stdout.write(
    `${rotated.identities} identity number(s) and ${rotated.phones} phone number(s) encrypted anew\n`,
  );
}
