/** The variables of the process, as settings are read from them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The only place that reads the process's environment. */
export const processEnvironment = (): Environment => process.env;
