import { fileRoute, route, type Access, type AnyRoute } from '../../platform/http/route.ts'
import { exportPlans, exportTasks } from './progress.export.ts'
import {
  PlanProgress,
  PlansExportQuery,
  PlanSums,
  PlanSumsQuery,
  ProgressPath,
  TaskPath,
  TasksExportQuery,
  TaskThread,
} from './progress.schema.ts'
import { readProgress, readSums } from './progress.service.ts'
import { readTaskThread } from './task-thread.service.ts'

const readable: Access = { who: 'signed-in', grounds: ['own', 'below', 'delivered', 'up', 'public'] }

export const progressRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/plans/progress',
    operationId: 'getPlanSums',
    summary: 'How many tasks of some plans are done',
    stability: 'screen',
    access: readable,
    query: PlanSumsQuery,
    response: PlanSums,
    handler: (ctx, { query }) => readSums(ctx, query.plans),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/plans/export.xlsx',
    operationId: 'exportPlans',
    summary: 'A list of plans as an Excel file, with how many tasks are done',
    stability: 'screen',
    access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'] },
    query: PlansExportQuery,
    handler: (ctx, { query }) => exportPlans(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/plans/:planId/progress',
    operationId: 'getPlanProgress',
    summary: 'Where each task of a plan stands, as far as the reader may know',
    stability: 'screen',
    access: readable,
    params: ProgressPath,
    response: PlanProgress,
    handler: (ctx, { params }) => readProgress(ctx, params.planId),
  }),
  fileRoute({
    file: true,
    method: 'GET',
    path: '/plans/:planId/tasks.xlsx',
    operationId: 'exportTasks',
    summary: 'The tasks of a plan as an Excel file',
    stability: 'screen',
    access: readable,
    params: ProgressPath,
    query: TasksExportQuery,
    handler: (ctx, { params, query }) => exportTasks(ctx, params.planId, query),
  }),
  route({
    method: 'GET',
    path: '/plans/:planId/tasks/:taskKey/thread',
    operationId: 'getTaskThread',
    summary: 'From the superior’s clause over a task to what was done for it and the figure it is counted in',
    stability: 'screen',
    access: readable,
    params: TaskPath,
    response: TaskThread,
    handler: (ctx, { params }) => readTaskThread(ctx, params.planId, params.taskKey),
  }),
]
