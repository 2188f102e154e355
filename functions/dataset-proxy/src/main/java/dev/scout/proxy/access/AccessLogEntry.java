package dev.scout.proxy.access;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code scout.dataset_access_logs}: one request to the dataset API, whatever became of it. */
@Entity
@Table(schema = "scout", name = "dataset_access_logs")
public class AccessLogEntry extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "access_id")
    public @Nullable Long accessId;

    @Column(name = "accessed_at", nullable = false)
    public @Nullable Instant accessedAt;

    /** The dataset that was asked for, where its id is well-formed. */
    @Column(name = "dataset_id")
    public @Nullable String datasetId;

    /** The verified token's subject. */
    @Column(name = "user_id")
    public @Nullable String userId;

    @Column(name = "role")
    public @Nullable String role;

    @Column(name = "method", nullable = false)
    public @Nullable String method;

    @Column(name = "path", nullable = false)
    public @Nullable String path;

    @Column(name = "status", nullable = false)
    public int status;

    /** {@code OK}, or the code of the problem that was answered. */
    @Column(name = "outcome", nullable = false)
    public @Nullable String outcome;

    @Column(name = "ttl_seconds")
    public @Nullable Integer ttlSeconds;

    @Column(name = "latency_ms", nullable = false)
    public int latencyMillis;

    @Column(name = "user_agent")
    public @Nullable String userAgent;

    @Column(name = "request_id")
    public @Nullable String requestId;
}
