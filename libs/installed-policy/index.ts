export { adoptPolicy, allAdoptions, firstPolicy, newestAdoption, policyToAdopt } from './adoption';
export type { Adoption, PolicyAdopted } from './adoption';
export { differencesOf } from './differences';
export { policyInForce } from './policy-in-force';
