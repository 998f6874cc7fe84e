import { readKafkaAccess, settingOf } from '@gatekeeper/runtime';
import type { KafkaAccess, KafkaAccessSettings } from '@gatekeeper/runtime';

/** How the brokers are reached. @throws SettingsError where a file that was good when the settings were read is so no more. */
export const kafkaSecurityOf = (settings: KafkaAccessSettings): KafkaAccess =>
  settingOf(readKafkaAccess(settings));
