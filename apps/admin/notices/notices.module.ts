import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module';
import { IDENTITIES } from '../access/identities';
import type { Identities } from '../access/identities';
import { PHONES } from '../access/phones';
import type { Phones } from '../access/phones';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { FormFactsReader } from './form-facts';
import { FormsController } from './forms.controller';
import { NoticesController } from './notices.controller';

/** Notices of handling and the other forms in print, and the agencies that issue notices. */
@Module({
  imports: [AccessModule],
  controllers: [NoticesController, FormsController],
  providers: [
    {
      provide: FormFactsReader,
      useFactory: (parts: AdminParts, identities: Identities | null, phones: Phones | null) =>
        new FormFactsReader(parts, identities, phones),
      inject: [ADMIN_PARTS, IDENTITIES, PHONES],
    },
  ],
})
export class NoticesModule {}
