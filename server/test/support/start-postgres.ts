export default function startPostgres(): void {}
