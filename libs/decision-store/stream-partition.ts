/** The partitions of the log as the store names them. */

export interface StreamPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition of the topic that has this id: one deleted and made anew under the same name has another. */
export interface TopicPartition extends StreamPartition {
  readonly topicId: string;
}

/** Where a batch leaves its partition. */
export interface MovedPosition extends TopicPartition {
  readonly nextOffset: bigint;
}
