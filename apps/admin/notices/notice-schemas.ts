import { schemaNamed } from '@gatekeeper/http';
import type { Json } from '../http/schema-words';
import { TEXT, listOf, objectOf } from '../http/schema-words';

export const NOTICE_SCHEMAS: Readonly<Record<string, Json>> = {
  IssuingAgency: objectOf({ area: TEXT, agency_name: TEXT, prefix: TEXT }),
  IssuingAgencies: objectOf({ items: listOf(schemaNamed('IssuingAgency')) }),
};
