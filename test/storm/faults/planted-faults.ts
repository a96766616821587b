import { FAULTS_OF_CALLS } from './of-calls';
import { FAULTS_OF_MONEY } from './of-money';

/** Every fault, each planted alone. */
export const PLANTED_FAULTS = [...FAULTS_OF_CALLS, ...FAULTS_OF_MONEY];
