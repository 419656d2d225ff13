export class Conversation { readonly upstream = null as never; readonly downstream = null as never; constructor(_: { fresh: boolean }) { throw new Error("soon"); } }
