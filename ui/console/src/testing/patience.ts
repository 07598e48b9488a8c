import { configure } from '@testing-library/react';

// Nothing in the tests waits for time to pass; a busy machine may still take its time.
configure({ asyncUtilTimeout: 30_000 });
