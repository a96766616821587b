import type { CampaignStatus } from '../../entities/enums';
import type { IsoTime } from '../iso-time';

/** A campaign as it is read. */
export interface Campaign {
  accountId: string;
  id: string;
  name: string;
  status: CampaignStatus;
  temporary: boolean;
  createdAt: IsoTime;
  updatedAt: IsoTime;
}

/** The select list of a {@link Campaign}; the table is `campaigns t`. */
export const CAMPAIGN_COLUMNS = `t.account_id "accountId", t.id, t.name, t.status, t.temporary,
  t.created_at "createdAt", t.updated_at "updatedAt"`;
