import type { StudentQuantile } from '@gatekeeper/clearing';
import { stdtri } from 'cephes';

/** Student's t by the Cephes library, compiled to WebAssembly: the same digits on every machine. */
export const studentQuantile: StudentQuantile = (probability, degreesOfFreedom) =>
  stdtri(degreesOfFreedom, probability);
