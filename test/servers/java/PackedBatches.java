import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends batches as Java's own client packs them: brokers, then for each batch topic, partition, codec, lines, bytes a line. */
public final class PackedBatches {
  public static void main(String[] given) throws Exception {
    for (int at = 1; at < given.length; at += 5) {
      Properties settings = new Properties();
      settings.put("bootstrap.servers", given[0]);
      settings.put("compression.type", given[at + 2]);
      settings.put("linger.ms", "60000");
      settings.put("batch.size", String.valueOf(256 * 1024 * 1024));
      settings.put("buffer.memory", String.valueOf(512L * 1024 * 1024));
      settings.put("max.request.size", String.valueOf(400 * 1024 * 1024));
      int lines = Integer.parseInt(given[at + 3]);
      int bytes = Integer.parseInt(given[at + 4]);
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int line = 0; line < lines; line++) {
          byte[] value = new byte[bytes];
          Arrays.fill(value, (byte) ' ');
          byte[] name = ("{\"line\":" + line + "}").getBytes(StandardCharsets.UTF_8);
          System.arraycopy(name, 0, value, 0, Math.min(name.length, bytes));
          byte[] key = ("key " + line).getBytes(StandardCharsets.UTF_8);
          producer.send(new ProducerRecord<>(given[at], Integer.valueOf(given[at + 1]), key, value));
        }
        producer.flush();
      }
    }
  }
}
