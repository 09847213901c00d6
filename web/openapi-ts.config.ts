import { defineConfig } from '@hey-api/openapi-ts'

// Client of /api/v1 out of the description the server prints. `./` matters: without it the input is taken for the
// name of a hosted description.
export default defineConfig({
  input: './dist/openapi.json',
  output: { path: 'web/api/generated' },
  logs: { level: 'silent', file: false },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: './web/app/api.ts' },
    '@hey-api/typescript',
    '@hey-api/sdk',
    '@tanstack/react-query',
  ],
})
