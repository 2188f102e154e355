package dev.scout.loader;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages, and has something else happen before the sender goes on. */
record AfterSending(SqsClient sqs, Runnable then) implements SqsClient {

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        SendMessageBatchResponse response = sqs.sendMessageBatch(request);
        then.run();
        return response;
    }

    @Override
    public String serviceName() {
        return sqs.serviceName();
    }

    @Override
    public void close() {
        sqs.close();
    }
}
