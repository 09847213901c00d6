import { fileRoute, route, type AnyRoute } from '../../platform/http/route.ts'
import { exportAgencyCodes, listAgencyCodesOf } from './agencies.list.ts'
import { AgencyCodes, AgencyCodesFilter, AgencyCodesQuery } from './agencies.schema.ts'

export const agencyRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/agency-codes',
    operationId: 'listAgencyCodes',
    summary: 'Who has which code of the document axis',
    stability: 'screen',
    access: { who: 'signed-in', grounds: [] },
    query: AgencyCodesQuery,
    response: AgencyCodes,
    handler: (ctx, { query }) => listAgencyCodesOf(ctx, query),
  }),
  fileRoute({
    method: 'GET',
    path: '/agency-codes/export.xlsx',
    operationId: 'exportAgencyCodes',
    summary: 'The same as an Excel file',
    stability: 'screen',
    access: { who: 'signed-in', grounds: [] },
    query: AgencyCodesFilter,
    file: true,
    handler: (ctx, { query }) => exportAgencyCodes(ctx, query),
  }),
]
