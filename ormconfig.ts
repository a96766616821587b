import 'reflect-metadata';
import { createDataSource } from './src/database/data-source';

/** For the TypeORM command line: the server's own data source, on the database that DATABASE_URL names. */
export default createDataSource({ url: process.env.DATABASE_URL ?? 'postgresql://localhost/call_manager' });
