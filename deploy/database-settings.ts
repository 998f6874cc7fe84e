import { Variable } from '@gatekeeper/runtime';
import { IsOptional, IsString, Matches } from 'class-validator';

/** The settings of a command that needs the database and nothing else. */
export class DatabaseSettings {
  @Variable('DATABASE_URL', { secret: true })
  @Matches(/^postgres(ql)?:\/\/\S+$/, {
    message: 'DATABASE_URL must be postgres://user:password@host:port/database',
  })
  readonly databaseUrl!: string;

  /** PEM file of the authority that signed PostgreSQL's certificate. */
  @Variable('DATABASE_CA_FILE')
  @IsOptional()
  @IsString()
  readonly databaseCaFile?: string;
}
