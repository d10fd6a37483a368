#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

#include "widgets/search/search_types.h"

class QToolButton;

namespace molloquy::widgets {

class StatusItem;
class StatusJob;

/// The bottom line. Left: the structure, or the running job. Right, in fixed order and never
/// removed: device and number type, memory, speed or Idle, context, network.
class StatusBar : public QWidget {
  Q_OBJECT
 public:
  enum class Part { Device, Memory, Speed, Context, Network };
  Q_ENUM(Part)

  explicit StatusBar(QWidget* parent = nullptr);

  /// charge in elementary charges; energy as shown ("MMFF94 18.91 kcal/mol"), empty when there is
  /// none.
  void setStructure(int atoms, int bonds, int charge, const QString& energy);
  void clearStructure();

  /// A job begins: nothing for 0.4 s, then a 2 px bar, after 3 s its words and Cancel. `fraction`
  /// 0..1, nullopt while the length is not known. Call again with the same words to move the bar.
  void showJob(const QString& words, std::optional<double> fraction, bool cancellable);
  void endJob();
  /// For tests and for jobs that are known to be long: when bar and words appear.
  void setJobDelays(int barMs, int wordsMs);

  void setDevice(const QString& device);
  /// Bytes of this process and of the machine.
  void setMemory(quint64 used, quint64 total);
  /// nullopt = Idle.
  void setTokensPerSecond(std::optional<double> speed);
  /// Tokens in the context window; limit 0 = no model.
  void setContext(int used, int limit);
  void setNetworkRequests(int requests);
  void setNetworkMode(NetworkMode mode);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void cancelRequested();
  /// A part at the right was clicked: open its detail.
  void partClicked(molloquy::widgets::StatusBar::Part part);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Structure {
    int atoms = 0, bonds = 0, charge = 0;
    QString energy;
  };

  StatusItem* addItem(Part part, const QString& icon, const QString& longest);
  void setWords(StatusItem* item, const QString& words, const QString& spoken);
  [[nodiscard]] QStringList structureWords() const;
  void showMore();
  void arrange();
  void showNetwork();

  std::optional<Structure> m_structure;
  StatusJob* m_job;
  QToolButton* m_more;
  int m_requests = 0;
  NetworkMode m_network = NetworkMode::Off;
  std::vector<StatusItem*> m_items;  ///< in the order of Part.
  int m_leftWidth = 0;
};

}  // namespace molloquy::widgets
