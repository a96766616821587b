import type { AnyRoute } from '../route';
import { getAccount, getUsage } from './accounts';
import { listAgents, listPhoneNumbers } from './agents';
import { getAnalysis, reanalyzeCall } from './analyses';
import { endCall, getCall, initiateCall, listCalls, previewCall } from './calls';
import { getContactMetadata, updateContactMetadata } from './contacts';
import { listCallEvents, listEvents } from './events';
import { getRecording } from './recordings';
import { getTranscript } from './transcripts';

/** Every endpoint below `/api/v1`. */
export const v1Routes: readonly AnyRoute[] = [
  initiateCall,
  listCalls,
  previewCall,
  getCall,
  endCall,
  getTranscript,
  getAnalysis,
  reanalyzeCall,
  getRecording,
  listCallEvents,
  listEvents,
  getAccount,
  getUsage,
  listAgents,
  listPhoneNumbers,
  getContactMetadata,
  updateContactMetadata,
];
