import { DefaultNamingStrategy, type Table } from 'typeorm';

/** Names keys as PostgreSQL itself would, so that migrations can be written and read by people. */
export class PostgresNaming extends DefaultNamingStrategy {
  override primaryKeyName(table: Table | string): string {
    return `${this.getTableName(table)}_pkey`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.filter((column) => column !== 'account_id').join('_') || 'account_id'}_fkey`;
  }

  override relationConstraintName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_key`;
  }
}
