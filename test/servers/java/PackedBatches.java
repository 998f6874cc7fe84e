import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends batches as Java's own client packs them: brokers, then for each batch topic, partition, codec, and what it holds: lines and
 * bytes a line, or a file of rows and "rows".
 */
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
      Iterator<byte[]> values =
          given[at + 4].equals("rows")
              ? rowsOf(Path.of(given[at + 3]))
              : filled(Integer.parseInt(given[at + 3]), Integer.parseInt(given[at + 4]));
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int line = 0; values.hasNext(); line++) {
          byte[] key = ("key " + line).getBytes(StandardCharsets.UTF_8);
          producer.send(new ProducerRecord<>(given[at], Integer.valueOf(given[at + 1]), key, values.next()));
        }
        producer.flush();
      }
    }
  }

  private static Iterator<byte[]> rowsOf(Path file) throws Exception {
    List<String> rows = Files.readAllLines(file);
    return rows.stream().map(row -> row.getBytes(StandardCharsets.UTF_8)).iterator();
  }

  private static Iterator<byte[]> filled(int lines, int bytes) {
    return IntStream.range(0, lines)
        .mapToObj(
            line -> {
              byte[] value = new byte[bytes];
              Arrays.fill(value, (byte) ' ');
              byte[] name = ("{\"line\":" + line + "}").getBytes(StandardCharsets.UTF_8);
              System.arraycopy(name, 0, value, 0, Math.min(name.length, bytes));
              return value;
            })
        .iterator();
  }
}
