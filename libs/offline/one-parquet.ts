/** One Parquet file by its path, for DuckDB, which would read others by a pattern, and columns out of the names of folders. */

export const ONE_PARQUET = 'read_parquet($path, hive_partitioning = false)';

/** What `$path` is to be so that no letter of the path is a pattern. */
export const pathOfOne = (path: string): string => path.replace(/[*?[]/g, '[$&]');
