import { formatInstant } from '@gatekeeper/calendar';
import {
  CodeField,
  ListField,
  MatchingListField,
  OneOfField,
  TextField,
  WholeField,
  WordsField,
} from '../http/fields';
import { LoginField, ObjectField } from './answer-fields';
import type { Configuration } from './configuration';
import { ROLES } from './roles';
import type { Role } from './roles';
import { USER_EVENT_KINDS, USER_STATES } from './user';
import type { User, UserEvent, UserEventKind, UserState } from './user';

const MOST = 1_000;
const LARGEST_ID = 2_147_483_647;
const LONGEST_REASON = 500;

/** What a user may do, and how far. */
export class ConfigurationBody {
  @WordsField(ROLES, { min: 1, description: 'The roles（角色）' })
  roles!: Role[];

  @MatchingListField(/^[0-9]{0,6}$/, {
    max: MOST,
    optional: true,
    description: 'Prefixes of area codes; the empty one is the whole province（统筹区前缀）',
  })
  areas: string[] = [];

  @MatchingListField(/^[^\s]{1,30}$/, { max: MOST, optional: true, description: 'Institutions（定点机构）' })
  institutions: string[] = [];

  @CodeField({ optional: true, description: "A clinician's own code（本人医保人员代码）" })
  clinician_code?: string;

  @TextField({ optional: true, max: 255, description: '`sub` of the ID tokens（统一身份标识）' })
  oidc_subject?: string;
}

export class ConfigureBody extends ConfigurationBody {
  @TextField({ max: LONGEST_REASON, description: 'Why（事由）' })
  reason!: string;
}

export class ApplyBody extends ConfigureBody {
  @LoginField()
  login!: string;

  @TextField({ max: 100, description: "The holder's name（姓名）" })
  display_name!: string;
}

export class DecisionBody {
  @WholeField({ min: 1, max: LARGEST_ID, description: 'The event that is decided: `proposal.event_id`' })
  proposal!: number;
}

export class RefusalBody extends DecisionBody {
  @TextField({ max: LONGEST_REASON, description: 'Why not（驳回理由）' })
  reason!: string;
}

export class ReasonBody {
  @TextField({ max: LONGEST_REASON, description: 'Why（事由）' })
  reason!: string;
}

export class ProposalAnswer {
  @WholeField({ min: 1, max: LARGEST_ID })
  event_id!: number;

  @TextField({ description: 'Who proposed it, and so does not decide it' })
  proposed_by!: string;

  @ObjectField(() => ConfigurationBody)
  configuration!: ConfigurationBody;
}

export class UserAnswer {
  @TextField()
  user_id!: string;

  @TextField()
  login!: string;

  @TextField()
  display_name!: string;

  @OneOfField(USER_STATES)
  state!: UserState;

  @ObjectField(() => ConfigurationBody)
  configuration!: ConfigurationBody;

  @ObjectField(() => ProposalAnswer, { optional: true })
  proposal?: ProposalAnswer;
}

export class UserEventAnswer {
  @WholeField({ min: 1, max: LARGEST_ID })
  event_id!: number;

  @OneOfField(USER_EVENT_KINDS)
  kind!: UserEventKind;

  @TextField({ description: "A user's id, `console` or `system`" })
  acted_by!: string;

  @TextField({ example: '2025-06-10T08:30:00.000+08:00' })
  happened_at!: string;

  @ObjectField(() => ConfigurationBody, { optional: true })
  configuration?: ConfigurationBody;

  @TextField({ optional: true, max: LONGEST_REASON })
  reason?: string;

  @WholeField({ min: 1, max: LARGEST_ID, optional: true })
  proposal?: number;
}

export class UserWithHistory extends UserAnswer {
  @ListField(() => UserEventAnswer, { max: 100_000 })
  history!: UserEventAnswer[];
}

export class UserPage {
  @ListField(() => UserAnswer, { max: 200 })
  items!: readonly UserAnswer[];

  @TextField({ optional: true, description: '`after` of the next page' })
  next!: string | null;
}

export class OneTimeTokenAnswer {
  @TextField({ description: 'Shown this once' })
  one_time_token!: string;

  @TextField({ example: '2025-06-11T08:30:00.000+08:00' })
  expires_at!: string;
}

/** What a body asks for. */
export const configurationIn = (body: ConfigurationBody): Configuration => ({
  roles: body.roles,
  areas: body.areas,
  institutions: body.institutions,
  clinicianCode: body.clinician_code ?? null,
  oidcSubject: body.oidc_subject ?? null,
});

const configurationAnswer = (configuration: Configuration): ConfigurationBody => ({
  roles: [...configuration.roles],
  areas: [...configuration.areas],
  institutions: [...configuration.institutions],
  ...(configuration.clinicianCode === null ? {} : { clinician_code: configuration.clinicianCode }),
  ...(configuration.oidcSubject === null ? {} : { oidc_subject: configuration.oidcSubject }),
});

/** The plain fields of an answer. */
type UserFields = Pick<UserAnswer, keyof UserAnswer>;

const fieldsOf = ({ userId, login, displayName, state, ...user }: User): UserFields => ({
  user_id: userId,
  login,
  display_name: displayName,
  state,
  configuration: configurationAnswer(user.configuration),
  ...(user.proposal === null
    ? {}
    : {
        proposal: {
          event_id: user.proposal.eventId,
          proposed_by: user.proposal.proposedBy,
          configuration: configurationAnswer(user.proposal.configuration),
        },
      }),
});

const userEventAnswer = (event: UserEvent): UserEventAnswer => ({
  event_id: event.eventId,
  kind: event.kind,
  acted_by: event.actedBy,
  happened_at: formatInstant(event.happenedAt),
  ...(event.configuration === null ? {} : { configuration: configurationAnswer(event.configuration) }),
  ...(event.reason === null ? {} : { reason: event.reason }),
  ...(event.proposal === null ? {} : { proposal: event.proposal }),
});

export const userAnswer = (user: User): UserAnswer => fieldsOf(user);

export const userWithHistory = (user: User, history: readonly UserEvent[]): UserWithHistory => ({
  ...fieldsOf(user),
  history: history.map(userEventAnswer),
});
