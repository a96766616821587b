import type { Command } from '../command';
import { accountCreate } from './account-create';
import { accountList } from './account-list';
import { accountShow } from './account-show';
import { agentApprove } from './agent-approve';
import { agentArchive } from './agent-archive';
import { agentCreate } from './agent-create';
import { agentList } from './agent-list';
import { agentReject } from './agent-reject';
import { agentShow } from './agent-show';
import { agentSubmit } from './agent-submit';
import { agentUpdate } from './agent-update';
import { backup } from './backup';
import { creditsGrant } from './credits-grant';
import { doctor } from './doctor';
import { keyCreate } from './key-create';
import { keyList } from './key-list';
import { keyRevoke } from './key-revoke';
import { ledgerVerify } from './ledger-verify';
import { migrate } from './migrate';
import { numberAdd } from './number-add';
import { numberDeactivate } from './number-deactivate';
import { numberList } from './number-list';
import { restore } from './restore';

/** Every command, in the order of the overview. */
export const commands: Command[] = [
  migrate,
  doctor,
  accountCreate,
  accountList,
  accountShow,
  creditsGrant,
  ledgerVerify,
  backup,
  restore,
  numberAdd,
  numberList,
  numberDeactivate,
  agentCreate,
  agentUpdate,
  agentSubmit,
  agentApprove,
  agentReject,
  agentArchive,
  agentList,
  agentShow,
  keyCreate,
  keyList,
  keyRevoke,
];
