export const dispatch = {} as const
