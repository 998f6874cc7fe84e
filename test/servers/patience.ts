/** For suites on real servers: a broker that was killed needs seconds to come back, and a hang must still end. */
jest.setTimeout(400_000);
